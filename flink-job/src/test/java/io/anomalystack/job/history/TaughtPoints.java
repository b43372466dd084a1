package io.anomalystack.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a past teaches the model of a series whose first live point comes. */
final class TaughtPoints {
  /** When the pasts of the tests begin. */
  static final long T = 1_724_938_500_000L; // 2024-08-29T13:35:00Z

  static final long MINUTE = 60_000;

  private static final long SLOT = T / MINUTE;

  private TaughtPoints() {}

  /** The points, such as {@code 2: 3.0} for the value two minutes behind {@link #T}. */
  static List<String> before(Histories histories, Detector detector, Point live) {
    List<String> told = new ArrayList<>();
    histories
        .of(detector)
        .before(
            live,
            (start, slot, values) -> {
              assertThat(start).isEqualTo(slot * MINUTE);
              told.add(
                  (slot - SLOT)
                      + ":"
                      + String.join(
                          "", Arrays.stream(values).mapToObj(value -> " " + value).toList()));
            });
    return told;
  }

  static Point live(String product, long start) {
    return live("quantity", product, start, start + MINUTE, -1, 0);
  }

  static Point live(
      String measure, String product, long start, long end, long recordTime, long sequence) {
    String id = TimeSeriesId.of("sales", measure, List.of(new Dimension("product_name", product)));
    return new Point(
        Point.Kind.SCORE,
        id,
        "sales",
        measure,
        List.of(product),
        start,
        end,
        List.of(1.0),
        false,
        false,
        recordTime,
        sequence);
  }
}
