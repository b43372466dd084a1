package io.anomalystack.notifier;

import io.anomalystack.model.Alert;
import io.anomalystack.model.Severity;
import java.util.Collections;
import java.util.Set;

/**
 * Which alerts a channel delivers.
 *
 * @param routes any of an alert's routes must be among these; empty for all alerts
 * @param minSeverity the least severity
 */
public record Routing(Set<String> routes, Severity minSeverity) {
  /** Every alert. */
  public static final Routing ALL = new Routing(Set.of(), Severity.INFO);

  /** Copies the routes. */
  public Routing {
    routes = Set.copyOf(routes);
  }

  boolean takes(Alert alert) {
    return alert.severity().compareTo(minSeverity) >= 0
        && (routes.isEmpty() || !Collections.disjoint(routes, alert.routes()));
  }
}
