package io.anomalystack.local.cli;

import io.anomalystack.local.terminal.Terminal;
import picocli.CommandLine;

/** Makes commands that write to a given terminal. */
record CommandFactory(Terminal terminal) implements CommandLine.IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == BacktestCommand.class) {
      return type.cast(new BacktestCommand(terminal));
    }
    if (type == DashboardCommand.class) {
      return type.cast(new DashboardCommand(terminal));
    }
    if (type == DemoCommand.class) {
      return type.cast(new DemoCommand(terminal));
    }
    if (type == ForwardCommand.class) {
      return type.cast(new ForwardCommand(terminal));
    }
    if (type == ReplayCommand.class) {
      return type.cast(new ReplayCommand(terminal));
    }
    if (type == RunCommand.class) {
      return type.cast(new RunCommand(terminal));
    }
    if (type == ApproveCommand.class) {
      return type.cast(new ApproveCommand(terminal));
    }
    if (type == ValidateCommand.class) {
      return type.cast(new ValidateCommand(terminal));
    }
    if (type == WatchCommand.class) {
      return type.cast(new WatchCommand(terminal));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
