package io.anomalystack.sink;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.TimeSeriesId;
import java.time.Instant;
import java.util.List;

/** Hourly decisions of many series. */
final class TestDecisions {
  static final long START = Instant.parse("2024-08-29T00:00:00Z").toEpochMilli();
  static final long HOUR = 3_600_000;

  private TestDecisions() {}

  static Decision of(int series, long hour) {
    List<Dimension> dimensions = List.of(new Dimension("product_name", "item-" + series));
    String id = TimeSeriesId.of("sales", "quantity", dimensions);
    long start = START + hour * HOUR;
    return new Decision(
        "sales",
        "quantity",
        id,
        70,
        dimensions,
        14 + Math.sin(hour * 0.37 + series),
        0,
        start,
        start + HOUR,
        12,
        3.5,
        0,
        ModelStage.LEARNING,
        0,
        TimeSeriesId.decisionId(id, start, 0),
        false,
        false,
        14 + Math.sin(hour * 0.37),
        10 + Math.sin(hour * 0.41 + series),
        20 + Math.cos(hour * 0.41 + series),
        0,
        null,
        null);
  }
}
