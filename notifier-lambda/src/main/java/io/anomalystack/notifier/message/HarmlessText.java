package io.anomalystack.notifier.message;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text from outside, made fit to be shown: names and dimension values come from records that anyone
 * may have written.
 *
 * <p>Left out are control characters (among them line breaks and terminals' escape sequences),
 * format characters (which are invisible or turn the direction of writing), and what is no
 * character. Of several marks on a letter three are kept. Web addresses are no longer taken for
 * links by mail programs and phones; a bare host name still is, as it is a usual dimension. Writing
 * from right to left keeps to itself, so that it does not turn the numbers beside it around.
 */
public final class HarmlessText {
  private static final int MOST_MARKS = 3;
  private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u2007\\u202F]+");
  private static final Pattern ADDRESS = Pattern.compile("://");
  private static final Pattern WEB_HOST = Pattern.compile("(?i)www\\.");
  private static final String ELLIPSIS = "…";
  private static final char ISOLATE = '\u2068';
  private static final char END_OF_ISOLATE = '\u2069';

  private HarmlessText() {}

  /**
   * One line of text, in Unicode's normal form C.
   *
   * @param most how many characters, as people count them, are kept; more are cut, with an ellipsis
   */
  public static String line(String text, int most) {
    String harmless = withoutHidden(text, most);
    String unlinked =
        WEB_HOST.matcher(ADDRESS.matcher(harmless).replaceAll("[:]//")).replaceAll("www[.]");
    String line = cut(unlinked, most);
    return turnsDirection(line) ? ISOLATE + line + END_OF_ISOLATE : line;
  }

  /** The same for programs to compare: web addresses stay as they are. */
  public static String value(String text, int most) {
    return cut(withoutHidden(text, most), most);
  }

  private static String withoutHidden(String text, int most) {
    // Cut before the costly steps: what is left out below is seldom more than half.
    String bounded = text.length() > 16L * most ? text.substring(0, 16 * most) : text;
    StringBuilder kept = new StringBuilder();
    int marks = 0;
    for (int i = 0; i < bounded.length(); ) {
      int character = bounded.codePointAt(i);
      i += Character.charCount(character);
      marks = isMark(character) ? marks + 1 : 0;
      if (isSpace(character)) {
        kept.append(' ');
      } else if (marks <= MOST_MARKS && isShown(character)) {
        kept.appendCodePoint(character);
      }
    }
    String normal = Normalizer.normalize(kept, Normalizer.Form.NFC);
    return SPACES.matcher(normal).replaceAll(" ").strip();
  }

  /** At most so many characters, as people count them, an ellipsis for what is missing included. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int end = 0;
    for (int count = 0; count < most - 1; count++) {
      int next = characters.next();
      if (next == BreakIterator.DONE) {
        return text;
      }
      end = next;
    }
    int last = characters.next();
    if (last == BreakIterator.DONE || last == text.length()) {
      return text;
    }
    return closed(text.substring(0, end).stripTrailing() + ELLIPSIS);
  }

  /** The text, with an end to what a cut has left open. */
  static String closed(String text) {
    return text.lastIndexOf(ISOLATE) > text.lastIndexOf(END_OF_ISOLATE)
        ? text + END_OF_ISOLATE
        : text;
  }

  private static boolean turnsDirection(String text) {
    return text.codePoints()
        .map(Character::getDirectionality)
        .anyMatch(
            direction ->
                direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // Fillers and joiners that show nothing, though they count as letters or marks.
      default ->
          character != 0x115F
              && character != 0x1160
              && character != 0x3164
              && character != 0xFFA0
              && character != 0x034F;
    };
  }
}
