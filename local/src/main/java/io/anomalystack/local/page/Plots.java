package io.anomalystack.local.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.local.labels.Label;
import io.anomalystack.local.quality.Outcome;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.SeriesQuality;
import io.anomalystack.local.quality.WindowResult;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What is drawn of the series of one run. The worst are drawn point by point, the others from a
 * sample, so that the page stays light however many series there are.
 */
final class Plots {
  /** More series are not in the page. */
  static final int MOST_SERIES = 2_000;

  /** In a whole page, apart from samples; 5 to 20 bytes each. */
  static final int MOST_POINTS = 500_000;

  /** More are no longer drawn in the blink of an eye. */
  private static final int MOST_POINTS_OF_A_SERIES = 100_000;

  /** More would hardly look different on a screen. */
  static final int SAMPLE = 1_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PlotSpool points;
  private final Set<Label> found = new HashSet<>();
  private final int sample;
  private int left;

  /**
   * @param most how many points all series may take together, apart from samples
   * @param sample about how many points at least each series may take
   */
  Plots(Quality quality, PlotSpool points, int most, int sample) {
    this.points = points;
    this.left = most;
    this.sample = sample;
    quality.windows(Outcome.FOUND).forEach(window -> found.add(window.label()));
  }

  /** The next series, worst first. */
  ObjectNode next(SeriesQuality series) throws IOException {
    String id = series.series().id();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("period", points.period(id));
    json.put("threshold", series.threshold());
    ArrayNode windows = json.putArray("windows");
    series.named().forEach(window -> windows.add(window(window, true)));
    series.shared().forEach(window -> windows.add(window(window, false)));
    ArrayNode measures = json.putArray("measures");
    for (String measure : points.measures(id)) {
      measures.add(measure(measure, points.points(id, measure)));
    }
    return json;
  }

  private ObjectNode measure(String name, List<PlotPoint> all) {
    List<PlotPoint> drawn =
        Sample.of(all, Math.max(sample, Math.min(left, MOST_POINTS_OF_A_SERIES)));
    left = Math.max(0, left - drawn.size());
    List<String> reasons =
        drawn.stream()
            .map(PlotPoint::reason)
            .filter(Objects::nonNull)
            .distinct()
            .limit(Columns.MOST_REASONS)
            .toList();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", name);
    json.put("points", all.size());
    json.put("drawn", drawn.size());
    json.put("predicted", Columns.has(drawn, PlotPoint::predicted));
    json.put("lower", Columns.has(drawn, PlotPoint::lower));
    json.put("upper", Columns.has(drawn, PlotPoint::upper));
    ArrayNode texts = json.putArray("reasons");
    reasons.forEach(texts::add);
    double base = Columns.base(drawn);
    json.put("base", base);
    json.put("data", Columns.encode(drawn, base, reasons));
    return json;
  }

  /**
   * A window as this series sees it.
   *
   * @param named whether the labels say it of this series by name
   */
  private ObjectNode window(WindowResult window, boolean named) {
    Label label = window.label();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("start", label.start());
    json.put("end", label.end());
    json.put("kind", label.kind());
    json.put("outcome", window.outcome().name().toLowerCase(Locale.ROOT));
    json.put("named", named);
    json.put("foundElsewhere", window.outcome() == Outcome.MISSED && found.contains(label));
    if (window.hit() != null) {
      json.put("alert", window.hit().start());
      json.put("delay", window.hit().delay().toMillis());
      json.put("delayPeriods", window.hit().delayPeriods());
    }
    window.greatestScore().ifPresent(score -> json.put("score", score));
    return json;
  }
}
