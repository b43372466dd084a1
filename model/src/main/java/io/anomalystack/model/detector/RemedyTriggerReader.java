package io.anomalystack.model.detector;

import io.anomalystack.model.Severity;
import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a remedy's {@code on: {rules, peers, score, severity}}, of which some finding. */
final class RemedyTriggerReader {
  private static final List<String> KNOWN = List.of("rules", "peers", "score", "severity");

  private RemedyTriggerReader() {}

  /**
   * Reads one.
   *
   * @param rules names of the detector's rules
   * @param comparesPeers whether the detector compares series with their peers
   */
  static Optional<RemedyTrigger> read(Setting setting, Set<String> rules, boolean comparesPeers) {
    Optional<Settings> known = Settings.of(setting, KNOWN);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Settings settings = known.get();
    Optional<Setting> peers = settings.optional("peers");
    boolean onPeers = peers.flatMap(Setting::trueOrFalse).orElse(false);
    if (onPeers && !comparesPeers) {
      peers.get().report("needs the detector's setting 'peers', which is not there");
    }
    boolean onScore = settings.optional("score").flatMap(Setting::trueOrFalse).orElse(false);
    Optional<Setting> named = settings.optional("rules");
    if (!onPeers && !onScore && !settings.hasAny("rules")) {
      setting.report("must name rules, or say peers: true or score: true");
    }
    return Optional.of(
        new RemedyTrigger(
            named.map(value -> rules(value, rules)).orElse(Set.of()),
            onPeers,
            onScore,
            settings
                .optional("severity")
                .flatMap(value -> value.oneOf(Severity.values()))
                .orElse(Severity.INFO)));
  }

  private static Set<String> rules(Setting setting, Set<String> known) {
    Set<String> rules = new LinkedHashSet<>();
    for (Setting item : setting.oneOrMore()) {
      Optional<String> name = item.text();
      if (name.isPresent() && !known.contains(name.get())) {
        item.reject(
            known.isEmpty()
                ? "must be one of the detector's rules, which has none"
                : "must be one of the detector's rules: " + String.join(", ", known));
      } else if (name.isPresent() && !rules.add(name.get())) {
        item.reject("must be listed once");
      }
    }
    return rules;
  }
}
