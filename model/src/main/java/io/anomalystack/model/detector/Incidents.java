package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a detector's anomalies become incidents.
 *
 * @param groupBy dimensions of the detector, distinct: series that differ in one of them are of
 *     different incidents; may be empty
 * @param resolveAfter an incident is over when nothing was unusual for so long
 * @param cooldown an anomaly less than this after the last unusual period belongs to the same
 *     incident still; at least {@code resolveAfter}
 * @param remindEvery how often to say again that it goes on; null for never
 * @param escalations what makes an incident worse than it begins
 * @param routes names by which channels choose, by severity; at least one, and none of the lists is
 *     empty
 */
public record Incidents(
    List<FieldPath> groupBy,
    Duration resolveAfter,
    Duration cooldown,
    Duration remindEvery,
    List<Escalation> escalations,
    Map<Severity, List<String>> routes)
    implements Serializable {
  /** Where an incident goes if the detector does not say. */
  public static final List<String> DEFAULT_ROUTES = List.of("default");

  /** Copies what it is given. */
  public Incidents {
    groupBy = List.copyOf(groupBy);
    escalations = List.copyOf(escalations);
    routes = Map.copyOf(routes);
  }

  /** The routes of a severity: its own, or those of the next lower one that has any. */
  public List<String> routes(Severity severity) {
    for (int i = severity.ordinal(); i >= 0; i--) {
      List<String> own = routes.get(Severity.values()[i]);
      if (own != null) {
        return own;
      }
    }
    return DEFAULT_ROUTES;
  }
}
