package io.anomalystack.local.live;

import io.anomalystack.dashboard.messages.Message;
import io.anomalystack.dashboard.messages.MessageLog;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.local.failure.RunFailedException;
import io.anomalystack.local.notify.LocalNotifier;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.terminal.Style;
import io.anomalystack.notifier.ChannelConfig;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.notifier.Routing;
import io.anomalystack.notifier.channel.FileSettings;
import io.anomalystack.notifier.ledger.LedgerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people would be told: delivered to where the dashboard finds it, and shown as it comes. */
public final class LiveMessages implements AutoCloseable {
  private final LocalNotifier notifier;
  private final MessageLog log;
  private final LiveReport report;
  private final Style style;
  private final Map<String, Integer> byState = new TreeMap<>();
  private long shown;
  private Message first;

  private LiveMessages(LocalNotifier notifier, MessageLog log, LiveReport report, Style style) {
    this.notifier = notifier;
    this.log = log;
    this.report = report;
    this.style = style;
  }

  /**
   * Starts the notifier.
   *
   * @param channels the user's own; empty for none
   * @param lake the folder of the dashboard's lake
   */
  public static LiveMessages start(
      JobSettings settings,
      Optional<NotifierConfig> channels,
      LiveLake lake,
      LiveReport report,
      Style style) {
    return new LiveMessages(
        LocalNotifier.start(settings, config(channels, lake), report::say),
        new MessageLog(lake.folder()),
        report,
        style);
  }

  /** The user's channels and the dashboard's; whatever is said, however old, is for this page. */
  private static NotifierConfig config(Optional<NotifierConfig> channels, LiveLake lake) {
    Path file = lake.folder().resolve(MessageLog.FILE);
    List<ChannelConfig> all = new ArrayList<>();
    all.add(new ChannelConfig("dashboard", Routing.ALL, new FileSettings("dashboard", file)));
    channels.ifPresent(config -> all.addAll(config.channels()));
    URI dashboard = channels.flatMap(NotifierConfig::dashboard).orElse(lake.address());
    return new NotifierConfig(
        channels.map(NotifierConfig::zone).orElse(ZoneId.of("UTC")),
        Optional.of(dashboard),
        channels.map(NotifierConfig::tell).orElse(NotifierConfig.DEFAULT_TELL),
        Optional.empty(),
        channels.map(NotifierConfig::ledger).orElse(LedgerSettings.MEMORY),
        all);
  }

  /** Shows what was delivered since the last time, a line each; returns whether there was any. */
  public boolean show() throws IOException, RunFailedException, InterruptedException {
    notifier.check();
    log.refresh();
    List<Message> newest = log.newest();
    int count = (int) Math.min(newest.size(), log.version() - shown);
    List<Message> fresh = new ArrayList<>(newest.subList(0, count));
    Collections.reverse(fresh);
    shown = log.version();
    for (Message message : fresh) {
      if (first == null) {
        first = message;
      }
      byState.merge(message.state(), 1, Integer::sum);
      report.say(style.dim("  message: ") + message.subject());
    }
    return !fresh.isEmpty();
  }

  /** What a person got. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    int all = byState.values().stream().mapToInt(Integer::intValue).sum();
    List<String> states = new ArrayList<>();
    byState.forEach((state, count) -> states.add(count + " " + state));
    lines.add(
        style.bold(Numbers.count(all) + " messages")
            + " to a person"
            + (all == 0 ? "" : ": " + String.join(", ", states)));
    if (first != null) {
      lines.add("the first of them, as it comes by e-mail:");
      lines.add("");
      first.text().lines().forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
    }
    return lines;
  }

  @Override
  public void close() throws InterruptedException {
    notifier.close();
  }
}
