package io.anomalystack.model.change;

import io.anomalystack.model.detector.Incidents;
import java.util.List;
import java.util.function.Function;

/** How anomalies become incidents. */
final class IncidentKeys {
  private static final List<Key<Incidents>> KEYS =
      List.of(
          Key.of(
              "groupBy",
              Incidents::groupBy,
              Verdict.atOnce("open incidents end after resolveAfter, new ones begin")),
          key("resolveAfter", Incidents::resolveAfter),
          key("cooldown", Incidents::cooldown),
          key("remindEvery", Incidents::remindEvery),
          key("escalate", Incidents::escalations),
          key("routes", Incidents::routes));

  private IncidentKeys() {}

  static List<KeyChange> compare(Incidents before, Incidents after) {
    if (before != null && after != null) {
      return Key.compare("incidents", KEYS, before, after);
    }
    if (before == after) {
      return List.of();
    }
    return List.of(
        KeyChange.of(
            "incidents",
            before != null,
            after != null,
            after == null ? Verdict.atOnce("open ones are told to be over") : Verdict.atOnce()));
  }

  private static Key<Incidents> key(String name, Function<Incidents, Object> value) {
    return Key.of(name, value, Verdict.atOnce());
  }
}
