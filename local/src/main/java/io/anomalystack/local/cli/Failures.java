package io.anomalystack.local.cli;

import io.anomalystack.job.config.InvalidSettingsException;
import io.anomalystack.local.failure.LogFile;
import io.anomalystack.local.failure.Reasons;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.failure.UsageException;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.config.InvalidConfigException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says why a command failed: one clear message on the terminal, the stack trace in the log. */
record Failures(Terminal terminal) implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    String name = command.getCommandSpec().qualifiedName();
    if (failure instanceof UsageException
        || failure instanceof InvalidConfigException
        || failure instanceof InvalidSettingsException) {
      say(name + ": " + failure.getMessage());
      return ExitStatus.USAGE;
    }
    LoggerFactory.getLogger(Anomaly.class).error("{} failed", name, failure);
    say(
        name
            + ": "
            + (failure instanceof RunFailedException ? failure.getMessage() : Reasons.of(failure)));
    LogFile.path().ifPresent(file -> terminal.err().println("In detail: " + file));
    return ExitStatus.FAILED;
  }

  private void say(String message) {
    terminal.err().println(terminal.errStyle().red(message));
  }
}
