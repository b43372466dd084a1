package io.anomalystack.remedy.command;

import static io.anomalystack.remedy.Remedies.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Dimension;
import io.anomalystack.model.RemedyAction;
import io.anomalystack.remedy.executor.Executor;
import io.anomalystack.remedy.executor.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandExecutorTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          System.getenv("PATH"),
          "AWS_SECRET_ACCESS_KEY",
          "hidden",
          "LAUNCHER_HOME",
          "/opt");

  @TempDir Path directory;

  private Path script(String... lines) throws IOException {
    Path script = directory.resolve("launcher");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static Outcome execute(
      Duration timeout, String target, RemedyAction action, String... command) {
    CommandSettings settings =
        new CommandSettings(List.of(command), timeout, List.of("LAUNCHER_HOME", "NOT_SET"));
    try (Executor executor = new CommandExecutor(settings, ENVIRONMENT)) {
      return executor.execute(requested(action, new Dimension("run", target)));
    }
  }

  private static Outcome execute(String target, String... command) {
    return execute(Duration.ofSeconds(30), target, RemedyAction.STOP, command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llm-7b; touch hacked",
        "$(touch hacked)",
        "`touch hacked`",
        "a' 'b",
        "a\" \"b",
        "a && touch hacked",
        "* ~ $HOME",
        "ünï\u202ecode"
      })
  void whatTheTargetIsCalledReachesTheProgramAsItIs(String target) throws IOException {
    Path seen = directory.resolve("seen");
    Path script = script("printf '%s|' \"$@\" > " + seen, "echo said");

    Outcome outcome = execute(target, script.toString(), "{action}", "{target}", "end");

    assertThat(outcome).isEqualTo(Outcome.done("exit status 0: said"));
    assertThat(seen).hasContent("stop|" + target + "|end|");
    assertThat(directory.resolve("hacked")).doesNotExist();
    assertThat(Path.of("hacked")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--force", "-rf", "", " ", "a\nb", "a\u0000b"})
  void whatCouldBeAnOptionOrSeveralLinesReachesNoProgram(String target) throws IOException {
    Path ran = directory.resolve("ran");
    Path script = script("touch " + ran);

    assertThat(execute(target, script.toString(), "{target}").kind())
        .isEqualTo(Outcome.Kind.REFUSED);
    assertThat(ran).doesNotExist();
  }

  @Test
  void aProgramSeesNoVariablesButThoseThatAreNamed() throws IOException {
    Path seen = directory.resolve("seen");

    execute("llm-7b", script("env > " + seen).toString());

    assertThat(Files.readString(seen))
        .contains("LAUNCHER_HOME=/opt", "PATH=")
        .doesNotContain("hidden", "NOT_SET", "HOME=/root", "JAVA_HOME");
  }

  @Test
  void tellsTheExitStatusAndTheLastLineOfMuchOutput() throws IOException {
    Path script =
        script("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done", "exit 3");

    assertThat(execute("llm-7b", script.toString()))
        .isEqualTo(Outcome.refused("exit status 3: line 19999"));
  }

  @Test
  void killsWhatTakesTooLongWithAllThatItHasStarted() throws IOException {
    Path script = script("sleep 600 &", "echo $! > " + directory.resolve("child"), "wait");

    Outcome outcome =
        execute(Duration.ofSeconds(1), "llm-7b", RemedyAction.STOP, script.toString());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.IN_DOUBT);
    long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereIsNotTriedAgain() {
    assertThat(execute("llm-7b", "/no/such/launcher").kind()).isEqualTo(Outcome.Kind.REFUSED);
  }
}
