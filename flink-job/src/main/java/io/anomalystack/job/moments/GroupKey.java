package io.anomalystack.job.moments;

import io.anomalystack.model.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector and some dimensions as one key. It holds the dimensions' names too: when the detector
 * file groups otherwise, no old group passes for a new one.
 */
public final class GroupKey {
  /** No detector's name holds a control character. */
  private static final char END_OF_NAME = '\u0000';

  private GroupKey() {}

  /** Each text with its length before it: nothing can pass for another group. */
  public static String of(String detectorName, List<Dimension> group) {
    StringBuilder key = new StringBuilder(detectorName).append(END_OF_NAME);
    for (Dimension dimension : group) {
      append(key, dimension.name());
      append(key, dimension.value());
    }
    return key.toString();
  }

  private static void append(StringBuilder key, String text) {
    key.append(text.length()).append(':').append(text);
  }

  /** The dimensions of a key, as they were when it was made. */
  public static List<Dimension> dimensions(String key) {
    List<Dimension> group = new ArrayList<>();
    int at = key.indexOf(END_OF_NAME) + 1;
    String name = null;
    while (at < key.length()) {
      int colon = key.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(key, at, colon, 10);
      String text = key.substring(colon + 1, end);
      if (name == null) {
        name = text;
      } else {
        group.add(new Dimension(name, text));
        name = null;
      }
      at = end;
    }
    return group;
  }

  /** The name of a key's detector. */
  public static String detectorName(String key) {
    return key.substring(0, key.indexOf(END_OF_NAME));
  }
}
