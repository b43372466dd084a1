package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.List;

/** Reads {@code rules}. */
final class RulesReader {
  private RulesReader() {}

  static List<Rule> read(Settings detector, Period period, List<Measure> measures) {
    detector.optional("rules").ifPresent(RulesReader::refuse);
    return List.of();
  }

  private static void refuse(Setting setting) {
    setting.report("reserved, not supported by this version");
  }
}
