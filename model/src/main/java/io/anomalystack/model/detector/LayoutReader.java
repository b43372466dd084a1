package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.List;

/** Reads {@code format}, {@code step}, {@code unpivot}, {@code ends} and {@code derived}. */
final class LayoutReader {
  private static final List<String> KNOWN = List.of("format", "step", "unpivot", "ends", "derived");

  private LayoutReader() {}

  static Layout read(Settings detector, List<FieldPath> dimensions) {
    KNOWN.forEach(name -> detector.optional(name).ifPresent(LayoutReader::refuse));
    return Layout.PLAIN;
  }

  private static void refuse(Setting setting) {
    setting.report("reserved, not supported by this version");
  }
}
