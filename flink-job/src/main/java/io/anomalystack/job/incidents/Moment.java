package io.anomalystack.job.incidents;

import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The unusual decisions of one group whose periods end at the same instant. What it comes to does
 * not depend on the order in which they were added.
 */
final class Moment {
  /**
   * The strongest first: by the severity of the rules that it breaches, then by score, then by how
   * far it stands out among its peers; of equally strong ones the earliest.
   */
  private static final Comparator<Decision> STRONGEST_FIRST =
      Comparator.comparing(Anomalous::severity, Comparator.reverseOrder())
          .thenComparingDouble(decision -> -decision.anomalyScore())
          .thenComparingDouble(decision -> -deviation(decision))
          .thenComparingLong(Moment::timeOf)
          .thenComparing(Decision::timeseriesId)
          .thenComparingLong(decision -> decision.sequence() == null ? 0 : decision.sequence());

  /** Trimmed now and then rather than with each decision. */
  private static final int MOST_KEPT = 4 * Alert.MAX_SERIES;

  private final long end;
  private final Map<String, SeriesTally> tallies = new HashMap<>();
  private final Set<String> stillUnusual = new HashSet<>();
  private final Map<String, Decision> strongest = new HashMap<>();
  private long anomalies;
  private Severity severity = Severity.INFO;
  private long start = Long.MAX_VALUE;

  Moment(long end) {
    this.end = end;
  }

  private static long timeOf(Decision decision) {
    return decision.recordTime() == null ? decision.detectionPeriodEnd() : decision.recordTime();
  }

  private static double deviation(Decision decision) {
    PeerFinding peer = decision.findings().peer();
    return peer == null ? 0 : Math.abs(peer.deviation());
  }

  void add(Decision decision) {
    String id = decision.timeseriesId();
    if (!SelectUnusual.isAnomaly(decision)) {
      stillUnusual.add(id);
      return;
    }
    anomalies++;
    Severity worse = Anomalous.severity(decision);
    severity = worse.compareTo(severity) > 0 ? worse : severity;
    start = Math.min(start, decision.detectionPeriodStart());
    tallies.merge(id, new SeriesTally(1, decision.detectionPeriodStart()), SeriesTally::plus);
    strongest.merge(id, decision, Moment::stronger);
    if (strongest.size() > MOST_KEPT) {
      List<Decision> best = strongest(strongest);
      strongest.clear();
      best.forEach(each -> strongest.put(each.timeseriesId(), each));
    }
  }

  static Decision stronger(Decision one, Decision other) {
    return STRONGEST_FIRST.compare(one, other) <= 0 ? one : other;
  }

  /** Of some series, each with its strongest decision, those that an alert shows; in its order. */
  static List<Decision> strongest(Map<String, Decision> bySeries) {
    return bySeries.values().stream().sorted(STRONGEST_FIRST).limit(Alert.MAX_SERIES).toList();
  }

  /** When the periods end, epoch ms. */
  long end() {
    return end;
  }

  /** When the first anomalous period began, epoch ms. */
  long start() {
    return start;
  }

  /** What the rules that are breached amount to at worst. */
  Severity severity() {
    return severity;
  }

  /** How many decisions are anomalies. */
  long anomalies() {
    return anomalies;
  }

  /** The series with an anomaly. */
  Map<String, SeriesTally> tallies() {
    return tallies;
  }

  /** The strongest anomaly of each series, at least of those that can be among the strongest. */
  Map<String, Decision> strongest() {
    return strongest;
  }

  /** Of all its anomalies the strongest; null where there is none. */
  Decision cause() {
    return strongest.values().stream().min(STRONGEST_FIRST).orElse(null);
  }

  /** The series that are no anomaly, but not as usual either. */
  Set<String> stillUnusual() {
    return stillUnusual;
  }
}
