package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import java.util.List;
import java.util.Map;

/** Reads {@code format}, {@code step}, {@code unpivot}, {@code ends} and {@code derived}. */
final class LayoutReader {
  private static final List<String> RESERVED = List.of("format", "unpivot", "ends", "derived");

  private LayoutReader() {}

  static Layout read(Settings detector, List<FieldPath> dimensions) {
    RESERVED.forEach(name -> detector.optional(name).ifPresent(LayoutReader::refuse));
    FieldPath step = detector.optional("step").flatMap(FieldPathReader::read).orElse(null);
    return new Layout(InputFormat.JSON, step, null, Map.of(), null);
  }

  private static void refuse(Setting setting) {
    setting.report("reserved, not supported by this version");
  }
}
