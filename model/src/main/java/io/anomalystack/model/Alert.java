package io.anomalystack.model;

import java.util.List;

/**
 * One thing said of one incident: the record on the alerts topic. An incident is what a person
 * should hear of once: anomalies of one detector, and one group of its series, near in time.
 *
 * <p>All instants are epoch milliseconds of event time. {@link AlertJson} writes the wire form.
 *
 * @param incidentId 64 lower-case hex digits, see {@link #incidentId}
 * @param sequence counts what is said of the incident: 1, 2, 3 …
 * @param state what is said
 * @param severity of the incident by now; it never sinks
 * @param detectorName the detector's name
 * @param dimensionList the dimensions by which the detector groups its series, and this group's
 *     values; empty where all series of the detector are one group
 * @param routes names by which channels choose; never empty
 * @param time when it is said: the end of the period that gave rise to it
 * @param start when the first anomalous period began
 * @param end when the last unusual period so far ended, exclusive
 * @param anomalies how many decisions were anomalies so far
 * @param seriesCount how many series are affected so far
 * @param anomalyScore the greatest so far, 0 to 100
 * @param series the affected series with the greatest scores, strongest first; at most {@link
 *     #MAX_SERIES}
 * @param cause the anomaly that gave rise to it, of several the strongest; null where none did:
 *     where it is resolved, or goes on without another anomaly
 */
public record Alert(
    String incidentId,
    long sequence,
    AlertState state,
    Severity severity,
    String detectorName,
    List<Dimension> dimensionList,
    List<String> routes,
    long time,
    long start,
    long end,
    long anomalies,
    long seriesCount,
    double anomalyScore,
    List<AffectedSeries> series,
    Decision cause) {
  /** So that an alert of a thousand series is still one small record. */
  public static final int MAX_SERIES = 20;

  /** Copies the lists. */
  public Alert {
    dimensionList = List.copyOf(dimensionList);
    routes = List.copyOf(routes);
    series = List.copyOf(series);
  }

  /**
   * The id of an incident: SHA-256, in lower-case hex, over detector, group and start, encoded as
   * {@link TimeSeriesId} encodes a series: {@code ["detector",[["name","value"]],start]}. The same
   * incident found again has the same id.
   *
   * @param group in any order
   * @param start when its first anomalous period began, epoch ms
   */
  public static String incidentId(String detectorName, List<Dimension> group, long start) {
    StringBuilder canonical = new StringBuilder(128).append('[');
    CanonicalJson.appendQuoted(canonical, detectorName);
    TimeSeriesId.appendDimensions(canonical.append(','), group);
    return Digest.sha256(canonical.append(',').append(start).append(']').toString());
  }

  /** The id of this alert: 64 lower-case hex digits over incident and sequence. */
  public String alertId() {
    return Digest.sha256("[\"" + incidentId + "\"," + sequence + "]");
  }
}
