package io.anomalystack.notifier.message;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Text in the letters of a smaller alphabet, where the same can be read in them. */
final class Letters {
  /** What looks the same, or is written so where the letter is missing. */
  private static final Map<Integer, String> ALIKE =
      Map.ofEntries(
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201A, "'"),
          Map.entry((int) '`', "'"),
          Map.entry(0x00B4, "'"),
          Map.entry(0x201C, "\""),
          Map.entry(0x201D, "\""),
          Map.entry(0x201E, "\""),
          Map.entry(0x00AB, "\""),
          Map.entry(0x00BB, "\""),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2012, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2212, "-"),
          Map.entry(0x2022, "*"),
          Map.entry(0x00B7, "."),
          Map.entry(0x00D7, "x"),
          Map.entry(0x2026, "..."),
          Map.entry(0x00C6, "AE"),
          Map.entry(0x00E6, "ae"),
          Map.entry(0x0152, "OE"),
          Map.entry(0x0153, "oe"),
          Map.entry(0x00D8, "O"),
          Map.entry(0x00F8, "o"),
          Map.entry(0x00DF, "ss"),
          Map.entry(0x0141, "L"),
          Map.entry(0x0142, "l"),
          Map.entry(0x0110, "D"),
          Map.entry(0x0111, "d"),
          Map.entry(0x00D0, "D"),
          Map.entry(0x00F0, "d"),
          Map.entry(0x00DE, "Th"),
          Map.entry(0x00FE, "th"),
          Map.entry(0x0131, "i"),
          Map.entry(0x0126, "H"),
          Map.entry(0x0127, "h"),
          Map.entry(0x20AC, "EUR"),
          Map.entry(0x00A3, "GBP"),
          Map.entry(0x00A5, "JPY"),
          Map.entry(0x00A7, "par."),
          Map.entry(0x00B5, "u"),
          Map.entry(0x03BC, "u"),
          Map.entry(0x00B0, "deg"));

  private Letters() {}

  /** The text in these letters; empty if a character has nothing alike among them. */
  static Optional<String> in(IntPredicate alphabet, String text) {
    StringBuilder result = new StringBuilder();
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
    for (int character : normal.codePoints().toArray()) {
      String alike = alike(alphabet, character);
      if (alike == null) {
        return Optional.empty();
      }
      result.append(alike);
    }
    return Optional.of(result.toString());
  }

  /** The text in these letters, with one {@code ?} for each run of characters without any alike. */
  static String forcedInto(IntPredicate alphabet, String text) {
    StringBuilder result = new StringBuilder();
    boolean unknown = false;
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
    for (int character : normal.codePoints().toArray()) {
      String alike = alike(alphabet, character);
      if (alike != null) {
        result.append(alike);
      } else if (!unknown) {
        result.append('?');
      }
      unknown = alike == null;
    }
    return result.toString();
  }

  private static String alike(IntPredicate alphabet, int character) {
    if (alphabet.test(character)) {
      return Character.toString(character);
    }
    String known = ALIKE.get(character);
    if (known != null) {
      return known.codePoints().allMatch(alphabet) ? known : null;
    }
    // Without its accents; and wide, small or circled forms as plain ones.
    String plain =
        Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "");
    return !plain.isEmpty() && plain.codePoints().allMatch(alphabet) ? plain : null;
  }
}
