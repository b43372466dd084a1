package io.anomalystack.notifier.message;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * A line around the name of what it is about, which gives way where the line is too long.
 *
 * @param ellipsis stands for what is missing of the name
 */
record Line(String before, String what, String after, String ellipsis) {
  Line(String before, String what, String after) {
    this(before, what, after, "…");
  }

  String text() {
    return before + what + after;
  }

  /**
   * The line in a given space: whole, or with a shorter name, or else cut at its end.
   *
   * @param size how much space a text takes
   */
  String fit(int space, ToIntFunction<String> size) {
    if (size.applyAsInt(text()) <= space) {
      return text();
    }
    int room = space - size.applyAsInt(before + after);
    if (room >= size.applyAsInt("x" + ellipsis)) {
      return before + cut(what, room, size) + after;
    }
    return cut(text(), space, size);
  }

  private String cut(String text, int space, ToIntFunction<String> size) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int end = 0;
    for (int next = characters.next(); next != BreakIterator.DONE; next = characters.next()) {
      if (size.applyAsInt(shortened(text, next)) > space) {
        break;
      }
      end = next;
    }
    return shortened(text, end);
  }

  private String shortened(String text, int end) {
    return HarmlessText.closed(text.substring(0, end).stripTrailing() + ellipsis);
  }
}
