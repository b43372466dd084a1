package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.List;

/** Reads {@code remedies}. */
final class RemediesReader {
  private RemediesReader() {}

  static List<Remedy> read(Settings detector, List<FieldPath> dimensions, List<Rule> rules) {
    detector.optional("remedies").ifPresent(RemediesReader::refuse);
    return List.of();
  }

  private static void refuse(Setting setting) {
    setting.report("reserved, not supported by this version");
  }
}
