package io.anomalystack.local.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and where to read how it would be right. */
final class UsageErrors implements CommandLine.IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("'./" + command.getCommandSpec().qualifiedName() + " --help' says more.");
    return ExitStatus.USAGE;
  }
}
