package io.anomalystack.local.quality;

import io.anomalystack.local.labels.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Labels in minutes from midnight of 1 January 2024, see {@link DecidedSeries}. */
public final class LabelsByHand {
  private final List<Label> labels = new ArrayList<>();

  public LabelsByHand window(int start, int end, String... namesAndValues) {
    Map<String, String> dimensions = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      dimensions.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    labels.add(label(start, end, null, dimensions, ""));
    return this;
  }

  public LabelsByHand windowOfKind(int start, int end, String kind) {
    labels.add(label(start, end, null, Map.of(), kind));
    return this;
  }

  public LabelsByHand windowOfMeasure(int start, int end, String measure) {
    labels.add(label(start, end, measure, Map.of(), ""));
    return this;
  }

  private Label label(
      int start, int end, String measure, Map<String, String> dimensions, String kind) {
    return new Label(labels.size() + 2, ms(start), ms(end), null, measure, dimensions, kind);
  }

  private static long ms(int minutes) {
    return DecidedSeries.MIDNIGHT.plus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  public List<Label> labels() {
    return labels;
  }
}
