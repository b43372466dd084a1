package io.anomalystack.local.replay;

import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.DimensionText;
import io.anomalystack.model.RemedyRecord;
import java.io.Serializable;
import java.util.Comparator;

/**
 * The order of a replay's output.
 *
 * @param <T> what is put out
 */
public interface OutputOrder<T> extends Serializable {
  /** By the end of the period, then detector and series. */
  OutputOrder<Decision> DECISIONS = new Decisions();

  /** By the time at which they are said, then detector and incident. */
  OutputOrder<Alert> ALERTS = new Alerts();

  /** By the moment at which they are decided, then detector, target and remedy. */
  OutputOrder<RemedyRecord> REMEDIES = new Remedies();

  /** What comes first of all, epoch ms of event time. */
  long timeOf(T element);

  /** Of two of the same time, which is first. */
  int compare(T one, T other);

  /** See {@link #DECISIONS}. */
  final class Decisions implements OutputOrder<Decision> {
    private static final long serialVersionUID = 1;
    private static final Comparator<Decision> WITHIN_END =
        Comparator.comparing(Decision::detectorName)
            .thenComparing(Decision::timeseriesId)
            .thenComparing(Decision::sequence, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(Decision::detectionPeriodStart)
            .thenComparing(Decision::measure);

    private Decisions() {}

    @Override
    public long timeOf(Decision decision) {
      return decision.detectionPeriodEnd();
    }

    @Override
    public int compare(Decision one, Decision other) {
      return WITHIN_END.compare(one, other);
    }
  }

  /** See {@link #ALERTS}. */
  final class Alerts implements OutputOrder<Alert> {
    private static final long serialVersionUID = 1;
    private static final Comparator<Alert> WITHIN_TIME =
        Comparator.comparing(Alert::detectorName)
            .thenComparing(Alert::incidentId)
            .thenComparingLong(Alert::sequence);

    private Alerts() {}

    @Override
    public long timeOf(Alert alert) {
      return alert.time();
    }

    @Override
    public int compare(Alert one, Alert other) {
      return WITHIN_TIME.compare(one, other);
    }
  }

  /** See {@link #REMEDIES}. */
  final class Remedies implements OutputOrder<RemedyRecord> {
    private static final long serialVersionUID = 1;
    private static final Comparator<RemedyRecord> WITHIN_TIME =
        Comparator.comparing(RemedyRecord::detectorName)
            .thenComparing(remedy -> DimensionText.of(remedy.dimensionList()))
            .thenComparing(RemedyRecord::name);

    private Remedies() {}

    @Override
    public long timeOf(RemedyRecord remedy) {
      return remedy.time();
    }

    @Override
    public int compare(RemedyRecord one, RemedyRecord other) {
      return WITHIN_TIME.compare(one, other);
    }
  }
}
