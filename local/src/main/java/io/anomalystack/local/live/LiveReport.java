package io.anomalystack.local.live;

import io.anomalystack.local.flink.RecordCounters;
import io.anomalystack.local.report.AnomalyTable;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.local.report.Summary;
import io.anomalystack.local.report.Tally;
import io.anomalystack.local.terminal.ProgressLine;
import io.anomalystack.local.terminal.Terminal;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectionReason;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.text.FindingText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells a person what a job does while it runs: each anomaly a line, and how far it has come. */
public final class LiveReport {
  /** How often to say how far it has come where lines cannot be written over. */
  private static final Duration UNWATCHED_INTERVAL = Duration.ofMinutes(1);

  private static final Duration WATCHED_INTERVAL = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final ProgressLine progress;
  private final AnomalyTable anomalies;
  private final RecordCounters counters;
  private final Tally tally = new Tally();
  private final Instant begun = Instant.now();
  private Instant lastProgress = begun;
  private long lastRead;
  private boolean begunTable;

  /** Of each series that alerts at the moment, the findings it was said to alert for. */
  private final Map<String, Set<String>> findingsBySeries = new HashMap<>();

  /**
   * A report that begins now.
   *
   * @param counters how many records the job has read
   */
  public LiveReport(Terminal terminal, List<Detector> detectors, RecordCounters counters) {
    this.terminal = terminal;
    this.progress = new ProgressLine(terminal);
    this.anomalies = new AnomalyTable(detectors);
    this.counters = counters;
  }

  /** Takes note of a decision; by any number of threads. */
  public synchronized void decision(Decision decision) {
    tally.decision(decision);
    if (decision.alert() == 0) {
      findingsBySeries.remove(decision.timeseriesId());
    } else if (isNew(decision)) {
      if (!begunTable) {
        begunTable = true;
        say(terminal.outStyle().dim(anomalies.header()));
      }
      say(anomalies.line(decision));
    }
  }

  /** Whether it says more than that what rules and peers found of the point before goes on. */
  private boolean isNew(Decision decision) {
    Set<String> findings = new HashSet<>();
    decision.findings().ruleResults().stream()
        .filter(rule -> rule.breached() && rule.alert())
        .forEach(rule -> findings.add(rule.name()));
    FindingText.peer(decision).ifPresent(peer -> findings.add("peers"));
    Set<String> before = findingsBySeries.put(decision.timeseriesId(), findings);
    return decision.anomalyDecision() == 1 || before == null || !before.containsAll(findings);
  }

  /** Takes note of a rejected record, or measure of one; by any number of threads. */
  public void rejected(RejectionReason reason) {
    tally.rejected(reason);
  }

  /** Prints a line that stays. */
  public synchronized void say(String line) {
    progress.print(terminal.out(), line);
  }

  /** Says how far the job has come, unless that was said a moment ago. */
  public synchronized void tick(String note) {
    Instant now = Instant.now();
    Duration since = Duration.between(lastProgress, now);
    boolean watched = terminal.interactive();
    if (since.compareTo(watched ? WATCHED_INTERVAL : UNWATCHED_INTERVAL) < 0) {
      return;
    }
    long read = counters.read();
    String text =
        "%s records read, %s; %s decisions, %s anomalies%s"
            .formatted(
                Numbers.count(read),
                Numbers.rate(read - lastRead, since),
                Numbers.count(tally.decisions()),
                Numbers.count(tally.anomalies()),
                note);
    lastProgress = now;
    lastRead = read;
    if (watched) {
      progress.show(text);
    } else {
      terminal.err().println(text);
    }
  }

  /** How many decisions it has taken note of. */
  public long decisions() {
    return tally.decisions();
  }

  /** Says no more how far the job has come. */
  public synchronized void quiet() {
    progress.clear();
  }

  /** What the run did up to an instant. */
  public Summary summary(Instant until) {
    return new Summary(counters.read(), counters.samples(), tally, Duration.between(begun, until));
  }
}
