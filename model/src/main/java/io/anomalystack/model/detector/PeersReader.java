package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.List;

/** Reads {@code peers} and {@code model}. */
final class PeersReader {
  private PeersReader() {}

  /** Null where there are none. */
  static Peers read(Settings detector, Period period, Layout layout, List<FieldPath> dimensions) {
    detector.optional("peers").ifPresent(PeersReader::refuse);
    return null;
  }

  /** Whether each series has a forest of its own. */
  static boolean forest(Settings detector) {
    detector.optional("model").ifPresent(PeersReader::refuse);
    return true;
  }

  private static void refuse(Setting setting) {
    setting.report("reserved, not supported by this version");
  }
}
