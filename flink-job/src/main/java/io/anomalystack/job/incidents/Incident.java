package io.anomalystack.job.incidents;

import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An incident as it stands. Saved in the job's state, so that fields may be added but never
 * renamed; what they mean is what {@link Alert} says of its own. All times are epoch ms of event
 * time.
 */
public final class Incident {
  /** No look at it is due. */
  static final long NO_TIMER = Long.MAX_VALUE;

  public String incidentId;
  public long sequence;
  public Severity severity = Severity.INFO;
  public String detectorName;
  public List<Dimension> dimensionList = List.of();
  public List<String> routes = List.of();

  /** When it was told of last. */
  public long time;

  public long start;
  public long end;
  public long anomalies;
  public long seriesCount;
  public double anomalyScore;
  public List<AffectedSeries> series = List.of();

  /** Whether it goes on; one that is over is kept for its cooldown. */
  public boolean open = true;

  /** Whether it was over once: then it is not over again before its cooldown. */
  public boolean reopened;

  /** When it was told of last otherwise than by an update. */
  public long toldAt;

  /** When the next look at it is due; never later than its deadline. */
  public long timer = NO_TIMER;

  /** Takes in what was unusual at a moment, and counts its anomalies. */
  void count(Moment moment, Tallies tallies) throws Exception {
    end = Math.max(end, moment.end());
    start = Math.min(start, moment.start());
    anomalies += moment.anomalies();
    long known = seriesCount;
    Map<String, SeriesTally> changed = new HashMap<>();
    for (Map.Entry<String, SeriesTally> each : moment.tallies().entrySet()) {
      SeriesTally before = known == 0 ? null : tallies.of(each.getKey());
      SeriesTally now = before == null ? each.getValue() : before.plus(each.getValue());
      seriesCount += before == null ? 1 : 0;
      changed.put(each.getKey(), now);
    }
    tallies.set(changed);
    Map<String, Decision> strongest = new HashMap<>(moment.strongest());
    for (AffectedSeries shown : series) {
      String id = shown.strongest().timeseriesId();
      changed.putIfAbsent(id, new SeriesTally(shown.anomalies(), shown.start()));
      strongest.merge(id, shown.strongest(), Moment::stronger);
    }
    series = new ArrayList<>();
    // A series that was left out before has come back by a stronger anomaly than any that it had.
    for (Decision decision : Moment.strongest(strongest)) {
      SeriesTally tally = changed.get(decision.timeseriesId());
      series.add(new AffectedSeries(tally.anomalies(), tally.start(), decision));
      anomalyScore = Math.max(anomalyScore, decision.anomalyScore());
    }
  }

  /**
   * The next thing to be told of it.
   *
   * @param cause the anomaly that gave rise to it; null where none did
   */
  Alert tell(AlertState state, long at, Decision cause) {
    sequence++;
    // Time never goes back within an incident, not even where a restored job waits less than
    // before.
    time = Math.max(time, at);
    toldAt = state == AlertState.UPDATED ? toldAt : time;
    return new Alert(
        incidentId,
        sequence,
        state,
        severity,
        detectorName,
        dimensionList,
        routes,
        time,
        start,
        end,
        anomalies,
        seriesCount,
        anomalyScore,
        series,
        cause);
  }
}
