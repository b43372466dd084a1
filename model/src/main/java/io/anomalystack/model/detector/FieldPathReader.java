package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the name of a field, or a JSON Pointer to it. */
final class FieldPathReader {
  /** RFC 6901: {@code ~} only as {@code ~0} or {@code ~1}. */
  private static final Pattern POINTER = Pattern.compile("/(?:[^~]|~[01])*", Pattern.DOTALL);

  private FieldPathReader() {}

  static Optional<FieldPath> read(Setting setting) {
    return setting.text().flatMap(text -> read(setting, text));
  }

  /** The same for a field that stands as a map's key: the text is the key's. */
  static Optional<FieldPath> read(Setting setting, String text) {
    FieldPath path = new FieldPath(text);
    if (text.isEmpty()) {
      setting.report("must be a field's name or a JSON Pointer, was ''");
      return Optional.empty();
    }
    if (path.isPointer() && !POINTER.matcher(text).matches()) {
      setting.report(
          "'~' in a JSON Pointer is written '~0' and '/' is '~1', was " + Setting.shown(text));
      return Optional.empty();
    }
    return Optional.of(path);
  }
}
