package io.anomalystack.model.detector;

import io.anomalystack.model.Denominator;
import io.anomalystack.model.Severity;
import io.anomalystack.model.calendar.Calendar;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One checked detector of the detector file. {@link DetectorFile} is the only way to one from
 * outside: it checks what the file says and fills the defaults.
 *
 * @param name unique in the file
 * @param topic the input topic
 * @param timestamp where a record's event time lies
 * @param timestampFormat how it is written
 * @param where only records whose fields have one of these texts are this detector's; empty: all
 * @param period length of a detection period, whole seconds from 1 s to 1 d; with {@link
 *     #eachRecord} one second
 * @param eachRecord {@code period: record}: each record is a point of its own
 * @param dimensions each combination of their values is one time series; may be empty
 * @param measures at least one
 * @param anomalyThreshold 0 to 100
 * @param allowedLateness how far event time passes a period's end before the period closes
 * @param missing what becomes of a period without a record
 * @param maxFuture how far ahead of the clock a record may be
 * @param maxFill most periods in a row that are filled
 * @param expireAfter a series silent for longer is forgotten
 * @param idleTimeout when a silent topic's event time begins to follow the wall clock
 * @param maxSeries most series that are admitted
 * @param seasonality which rhythms the series are expected to have
 * @param joint whether the measures are judged together, as one time series; then at least two
 * @param direction to which side of the expected a point must lie to be alerted
 * @param margins how near to the predicted value a point is not alerted
 * @param overrides what some series have for themselves; of those that match the first counts
 * @param calendars times that are neither alerted nor learned; their names are distinct
 * @param history where models learn from before their first live record, or null
 * @param severity what an incident begins with
 * @param incidents how anomalies become incidents, or null where they do not
 * @param layout what its records are like
 * @param rules limits beside the learned score; their names are distinct
 * @param peers which series are compared with each other, or null
 * @param forest {@code model: forest}: whether each series has a model of its own
 * @param remedies what is to be done about what is found; their names are distinct
 */
public record Detector(
    String name,
    String topic,
    FieldPath timestamp,
    TimestampFormat timestampFormat,
    Map<FieldPath, Set<String>> where,
    Duration period,
    boolean eachRecord,
    List<FieldPath> dimensions,
    List<Measure> measures,
    double anomalyThreshold,
    Duration allowedLateness,
    MissingPolicy missing,
    Duration maxFuture,
    int maxFill,
    Duration expireAfter,
    Duration idleTimeout,
    int maxSeries,
    Seasonality seasonality,
    boolean joint,
    Direction direction,
    Margins margins,
    List<SeriesOverride> overrides,
    List<Calendar> calendars,
    History history,
    Severity severity,
    Incidents incidents,
    Layout layout,
    List<Rule> rules,
    Peers peers,
    boolean forest,
    List<Remedy> remedies)
    implements Serializable {
  /**
   * What decides whether a score of one time series is alerted. Cheap without {@link #overrides};
   * else worth keeping with the series.
   *
   * @param dimensionValues in the order of {@link #dimensions}
   */
  public Steering steering(List<String> dimensionValues) {
    return Steering.of(this, dimensionValues);
  }

  /** Whether numbers that are not finite are read, for a rule that is about them. */
  public boolean readsNotFinite() {
    return rules.stream().anyMatch(Rule::readsNotFinite);
  }

  /**
   * What a measure's values are a share of, with a derived utilisation.
   *
   * @param measure a measure's name, or the names of all, joined, where they are judged together
   * @param dimensionValues in the order of {@link #dimensions}
   * @return null where it is no share
   */
  public Denominator denominator(String measure, List<String> dimensionValues) {
    if (layout.derived() == null) {
      return null;
    }
    boolean share =
        measures.stream()
            .filter(known -> joint || known.name().equals(measure))
            .anyMatch(known -> known.derived() != null && known.derived().isShare());
    return share ? layout.derived().denominator(dimensions, dimensionValues) : null;
  }
}
