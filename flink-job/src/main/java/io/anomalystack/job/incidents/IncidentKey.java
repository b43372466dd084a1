package io.anomalystack.job.incidents;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * What keeps incidents apart: a detector, and the values of the dimensions by which it groups its
 * series. The key holds the dimensions' names too: when the detector file groups otherwise, no old
 * group passes for a new one.
 */
public final class IncidentKey implements KeySelector<Decision, String> {
  /** No detector's name holds a control character. */
  private static final char END_OF_NAME = '\u0000';

  private final Map<String, Detector> detectors;

  /** Keys of a topic's detectors. */
  public IncidentKey(List<Detector> detectors) {
    this.detectors = SelectUnusual.raising(detectors);
  }

  @Override
  public String getKey(Decision decision) {
    Detector detector = detectors.get(decision.detectorName());
    // None where it left the detector file while its last decisions were on their way.
    return of(decision.detectorName(), detector == null ? List.of() : group(detector, decision));
  }

  /** Each text with its length before it: nothing can pass for another group. */
  static String of(String detectorName, List<Dimension> group) {
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

  /** The dimensions that keep a decision's incident apart from others. */
  static List<Dimension> group(Detector detector, Decision decision) {
    List<Dimension> group = new ArrayList<>();
    for (FieldPath field : detector.incidents().groupBy()) {
      decision.dimensionList().stream()
          .filter(dimension -> dimension.name().equals(field.text()))
          .forEach(group::add);
    }
    return group;
  }

  /** The dimensions of a key, as they were when it was made. */
  static List<Dimension> group(String key) {
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
  static String detectorName(String key) {
    return key.substring(0, key.indexOf(END_OF_NAME));
  }
}
