package io.anomalystack.model.detector;

import io.anomalystack.model.config.Setting;
import java.util.Optional;

/** Reads the name of a detector or a measure. */
final class NameReader {
  /** Names are in every decision and its key. */
  private static final int MAX_CHARS = 200;

  private NameReader() {}

  static Optional<String> read(Setting setting) {
    Optional<String> name = setting.text();
    if (name.isPresent() && !isName(name.get())) {
      setting.reject("must be 1 to " + MAX_CHARS + " characters on one line, and not blank");
      return Optional.empty();
    }
    return name;
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_CHARS
        && text.codePoints().noneMatch(Character::isISOControl);
  }
}
