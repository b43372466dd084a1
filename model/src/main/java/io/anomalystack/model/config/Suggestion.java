package io.anomalystack.model.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The known name that was probably meant by an unknown one. */
final class Suggestion {
  /** Three letters are few enough that one wrong one makes another word. */
  private static final int LETTERS_PER_MISTAKE = 3;

  /** A last word shorter than this fits too much. */
  private static final int SHORTEST_LAST_WORD = 4;

  private Suggestion() {}

  /**
   * The nearest of the known names, if any is near: by edit distance, case and {@code - _} aside,
   * to the name or to its last word, so that {@code treshold} is near {@code anomalyThreshold}.
   */
  static Optional<String> nearest(String unknown, List<String> known) {
    String written = plain(unknown);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : known) {
      int distance = distance(written, name);
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The least distance to the name's forms, or the greatest integer where none is near. */
  private static int distance(String written, String name) {
    String lastWord = name.substring(lastWordStart(name));
    return IntStream.of(
            nearDistance(written, plain(name)),
            lastWord.length() < SHORTEST_LAST_WORD
                ? Integer.MAX_VALUE
                : nearDistance(written, plain(lastWord)))
        .min()
        .getAsInt();
  }

  private static int nearDistance(String written, String form) {
    int distance = editDistance(written, form);
    return distance <= Math.max(1, form.length() / LETTERS_PER_MISTAKE)
        ? distance
        : Integer.MAX_VALUE;
  }

  private static int lastWordStart(String name) {
    int start = name.length() - 1;
    while (start > 0 && !Character.isUpperCase(name.charAt(start))) {
      start--;
    }
    return start;
  }

  private static String plain(String name) {
    return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  private static int editDistance(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    Arrays.setAll(distance[0], j -> j);
    for (int i = 1; i <= a.length(); i++) {
      distance[i][0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int insertedOrDeleted = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        distance[i][j] = Math.min(replaced, insertedOrDeleted);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
      }
    }
    return distance[a.length()][b.length()];
  }
}
