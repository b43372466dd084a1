package io.anomalystack.remedy.command;

import io.anomalystack.model.RemedyRecord;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;
import io.anomalystack.remedy.executor.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program, never a shell: arguments reach it as they are. It sees {@code PATH} and the
 * variables that the settings name, no others: what this process may do with its own is not for
 * every program.
 */
final class CommandExecutor implements Executor {
  private static final String PATH = "PATH";

  private final CommandSettings settings;
  private final Map<String, String> environment;

  CommandExecutor(CommandSettings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  @Override
  public Outcome execute(RemedyRecord remedy) {
    List<String> command = new ArrayList<>();
    for (String argument : settings.arguments()) {
      if (!Placeholder.isOne(argument)) {
        command.add(argument);
        continue;
      }
      Optional<String> value = Placeholder.value(argument, remedy);
      if (value.isEmpty()) {
        return Outcome.refused(
            argument + ": the target has no such dimension, or several to choose from");
      }
      if (!Target.isArgument(value.get())) {
        return Outcome.refused(
            argument + ": what it stands for is empty, looks like an option, or is not one line");
      }
      command.add(value.get());
    }
    return run(command);
  }

  private Outcome run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(NullFile.FILE));
    builder.environment().keySet().retainAll(List.of());
    pass(PATH, builder);
    settings.environment().forEach(name -> pass(name, builder));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Outcome.refused("it cannot be started: " + e.getMessage());
    }
    LastLine output = LastLine.of(process.getInputStream());
    try {
      if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
        return Outcome.inDoubt(
            "killed, as it took longer than " + settings.timeout().toSeconds() + " s");
      }
      String said =
          "exit status " + process.exitValue() + output.text().map(": "::concat).orElse("");
      return process.exitValue() == 0 ? Outcome.done(said) : Outcome.refused(said);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return Outcome.inDoubt("killed, as this process was told to end");
    }
  }

  private void pass(String name, ProcessBuilder builder) {
    Optional.ofNullable(environment.get(name))
        .ifPresent(value -> builder.environment().put(name, value));
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    // Holds nothing between two remedies.
  }
}
