package io.anomalystack.lake;

import io.anomalystack.model.Contributor;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Denominator;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.Findings;
import io.anomalystack.model.MeasureDecision;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.RuleResult;
import io.anomalystack.model.Severity;
import io.anomalystack.model.Suppression;
import io.anomalystack.model.TimeSeriesId;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Decisions to write. */
final class Decisions {
  private static final long MINUTE = 60_000;

  private Decisions() {}

  /** One of which every field is known. */
  static Decision full(String start) {
    long millis = Instant.parse(start).toEpochMilli();
    List<Dimension> dimensions =
        List.of(new Dimension("run", "llm-7b"), new Dimension("gpu", "H100-SXM"));
    String series = TimeSeriesId.of("training", "tokens+loss", dimensions);
    return new Decision(
        "training",
        "tokens+loss",
        series,
        70.5,
        dimensions,
        11240.5,
        0.0,
        millis,
        millis + 1000,
        1261,
        80.4674989791107,
        0,
        ModelStage.INFERENCE,
        11000.25,
        TimeSeriesId.decisionId(series, millis, 1811),
        true,
        true,
        11000.25,
        -1e-300,
        Double.MAX_VALUE,
        1,
        millis + 123,
        1811L,
        Suppression.byCalendar(91.5, "sales, \"night\""),
        new Explanation(
            List.of(new Contributor(Contributor.SEASON, 62.5), new Contributor("level", 37.5)),
            millis - 2 * MINUTE,
            "NEAR_EXPECTED"),
        3L,
        List.of(
            new MeasureDecision("tokens", 11240.5, 11000.25, 10000.0, 12000.0, 75),
            new MeasureDecision("loss", -0.5, null, null, null, 25)),
        new Findings(
            1811L,
            List.of(
                new RuleResult(
                    "low-mfu", true, Severity.CRITICAL, true, 41.5, 50, 61.25, 5, 8, "of \"61\"")),
            new PeerFinding(List.of("layer", "gpu"), 96, 0.4, 0.02, -9.1, 88, true),
            new Denominator("H100-SXM", "bf16", 989.4)));
  }

  /** One of a row that hardly compresses, some 800 bytes long, unlike any other number's. */
  static Decision bulky(int number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder();
    while (text.length() < 400) {
      text.append(Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX));
    }
    return plain("2024-08-29T13:35:00Z", List.of(new Dimension("text", text.toString())));
  }

  /** One of which no more is known than must be. */
  static Decision plain(String start) {
    return plain(start, List.of(new Dimension("product_name", "item-A")));
  }

  /** The same with other dimensions. */
  static Decision plain(String start, List<Dimension> dimensions) {
    long millis = Instant.parse(start).toEpochMilli();
    String series = TimeSeriesId.of("sales", "quantity", dimensions);
    return new Decision(
        "sales",
        "quantity",
        series,
        70,
        dimensions,
        14,
        0,
        millis,
        millis + MINUTE,
        12,
        3.5,
        0,
        ModelStage.LEARNING,
        0,
        TimeSeriesId.decisionId(series, millis, 0),
        false,
        false,
        null,
        null,
        null,
        0,
        null,
        null);
  }
}
