package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code escalate}: each {@code {to, score, series, after}}, of which some condition. */
final class EscalationReader {
  private static final List<String> KNOWN = List.of("to", "score", "series", "after");
  private static final int GREATEST_SERIES = 100_000_000;
  private static final Duration LEAST_AFTER = Duration.ofSeconds(1);
  private static final Duration GREATEST_AFTER = Duration.ofDays(365);

  private EscalationReader() {}

  /**
   * Reads a list of them.
   *
   * @param severity what the detector's incidents begin with
   */
  static List<Escalation> readAll(Setting setting, Severity severity) {
    List<Escalation> escalations = new ArrayList<>();
    for (Setting item : setting.items().orElse(List.of())) {
      Settings.of(item, KNOWN)
          .flatMap(settings -> read(item, settings, severity))
          .ifPresent(escalations::add);
    }
    return escalations;
  }

  private static Optional<Escalation> read(Setting item, Settings settings, Severity severity) {
    if (!settings.hasAny("score", "series", "after")) {
      item.report("must name score, series or after");
    }
    Optional<Setting> named = settings.required("to");
    Optional<Severity> to = named.flatMap(value -> value.oneOf(Severity.values()));
    if (to.isPresent() && to.get().compareTo(severity) <= 0) {
      named
          .get()
          .reject("must be worse than '" + severity.text() + "', with which incidents begin");
    }
    Double score = settings.optional("score").flatMap(value -> value.number(0, 100)).orElse(null);
    Integer series =
        settings
            .optional("series")
            .flatMap(value -> value.wholeNumber(1, GREATEST_SERIES))
            .orElse(null);
    Duration after =
        settings
            .optional("after")
            .flatMap(value -> value.duration(LEAST_AFTER, GREATEST_AFTER))
            .orElse(null);
    return to.map(known -> new Escalation(known, score, series, after));
  }
}
