package io.anomalystack.model.detector;

import io.anomalystack.model.config.Settings;
import java.util.List;
import java.util.Map;

/** Reads {@code format}, {@code step}, {@code unpivot}, {@code ends} and {@code derived}. */
final class LayoutReader {
  private LayoutReader() {}

  static Layout read(Settings detector, List<FieldPath> dimensions) {
    return new Layout(
        detector
            .optional("format")
            .flatMap(setting -> setting.oneOf(InputFormat.values()))
            .orElse(InputFormat.JSON),
        detector.optional("step").flatMap(FieldPathReader::read).orElse(null),
        detector.optional("unpivot").flatMap(UnpivotReader::read).orElse(null),
        detector.optional("ends").flatMap(WhereReader::read).orElse(Map.of()),
        detector
            .optional("derived")
            .flatMap(setting -> DerivedReader.read(setting, dimensions))
            .orElse(null));
  }
}
