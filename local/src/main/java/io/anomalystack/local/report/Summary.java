package io.anomalystack.local.report;

import io.anomalystack.local.terminal.Style;
import io.anomalystack.local.terminal.Table;
import io.anomalystack.model.RejectionReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run did, in a few lines.
 *
 * @param records how many were read
 * @param samples what they said to the detectors: at most one for each record and detector
 * @param tally what came of it
 * @param time how long it took
 */
public record Summary(long records, long samples, Tally tally, Duration time) {
  private static final String INDENT = "  ";

  /** How many of everything. */
  public List<String> counts() {
    Map<RejectionReason, Long> rejected = tally.rejected();
    Table counts =
        new Table("lrl")
            .row("records read", Numbers.count(records), Numbers.rate(records, time))
            .row("counted", Numbers.count(counted(rejected)), "")
            .row("rejected", Numbers.count(rejections()), reasons(rejected))
            .row("time series", Numbers.count(tally.series()), "")
            .row(
                "decisions",
                Numbers.count(tally.decisions()),
                Numbers.rate(tally.decisions(), time))
            .row(
                "anomalies",
                Numbers.count(tally.anomalies()),
                Numbers.share(tally.anomalies(), tally.decisions()) + " of the decisions");
    return counts.lines().stream().map(line -> INDENT + line).toList();
  }

  /** How many of everything, and the strongest anomalies. */
  public List<String> lines(Style style) {
    List<String> lines = new ArrayList<>(counts());
    if (tally.anomalies() > 0) {
      List<String> anomalies = AnomalyTable.lines(tally.strongest());
      lines.add("");
      lines.add(
          style.bold(
              tally.anomalies() < anomalies.size()
                  ? "anomalies"
                  : "strongest " + (anomalies.size() - 1) + " anomalies"));
      lines.add(INDENT + style.dim(anomalies.get(0)));
      anomalies.subList(1, anomalies.size()).forEach(line -> lines.add(INDENT + line));
    }
    return lines;
  }

  /** How many records, or measures of one, could not be counted. */
  public long rejections() {
    return tally.rejected().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether there were records, but none of any use. */
  public boolean countedNothing() {
    return records > 0 && counted(tally.rejected()) == 0;
  }

  /** What is rejected behind the decoder was a sample, but is not counted either. */
  private long counted(Map<RejectionReason, Long> rejected) {
    return samples
        - rejected.getOrDefault(RejectionReason.LATE, 0L)
        - rejected.getOrDefault(RejectionReason.TOO_MANY_SERIES, 0L);
  }

  private static String reasons(Map<RejectionReason, Long> rejected) {
    return rejected.entrySet().stream()
        .map(entry -> entry.getKey() + " " + Numbers.count(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
