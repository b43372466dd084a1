package io.anomalystack.remedy.metrics;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.MeasureDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * A decision's values as CloudWatch takes them (AmazonCloudWatch/latest/APIReference, {@code
 * API_MetricDatum}): the measure is the metric's name, the series' dimensions are the metric's. The
 * detector is one of them, so that two that watch the same measure do not mix.
 *
 * @param config which values
 */
record Metrics(MetricsConfig config) {
  private static final String DETECTOR = "detector";
  private static final int MOST_DIMENSIONS = 30;

  /** Printable ASCII with something in it; CloudWatch refuses a colon in front. */
  private static final Pattern TEXT = Pattern.compile("(?!:)(?=.*[!-~])[ -~]{1,1024}");

  private static final int MOST_NAME_CHARS = 255;
  private static final double GREATEST = Math.pow(2, 360);
  private static final Duration MOST_PAST = Duration.ofDays(14);
  private static final Duration MOST_FUTURE = Duration.ofHours(2);

  /** Whether the configuration asks for it; what was filled in was never measured. */
  boolean takes(Decision decision) {
    return config.detectors().contains(decision.detectorName()) && !decision.filled();
  }

  /** Why a decision, or one of its values, is not put. */
  enum Refusal {
    /** CloudWatch takes what is two weeks old at most. */
    TOO_OLD("older than two weeks"),
    /** And two hours ahead. */
    AHEAD("more than two hours ahead"),
    /** At most 30 dimensions of ASCII, the detector among them. */
    DIMENSIONS("with more than 30 dimensions, or one that is not plain ASCII"),
    /** Not finite, too great, or of a measure whose name CloudWatch does not take. */
    VALUE("not a number that CloudWatch takes, or its measure's name is not plain ASCII");

    private final String text;

    Refusal(String text) {
      this.text = text;
    }

    /** For people. */
    String text() {
      return text;
    }
  }

  /**
   * The values of a decision.
   *
   * @param refused is told why what is wanted is not taken
   * @return those that CloudWatch takes; may be none
   */
  List<MetricDatum> of(Decision decision, Instant now, Consumer<Refusal> refused) {
    Instant time =
        Instant.ofEpochMilli(
            decision.recordTime() == null
                ? decision.detectionPeriodStart()
                : decision.recordTime());
    List<MetricDatum> data = new ArrayList<>();
    Refusal refusal = refusal(decision, time, now);
    if (refusal != null) {
      refused.accept(refusal);
      return data;
    }
    if (decision.measures().isEmpty()) {
      double value = decision.aggregatedMeasureValue();
      add(data, decision, decision.measure(), value, time, refused);
    }
    for (MeasureDecision each : decision.measures()) {
      add(data, decision, each.name(), each.value(), time, refused);
    }
    return data;
  }

  private static Refusal refusal(Decision decision, Instant time, Instant now) {
    if (time.isBefore(now.minus(MOST_PAST))) {
      return Refusal.TOO_OLD;
    }
    if (time.isAfter(now.plus(MOST_FUTURE))) {
      return Refusal.AHEAD;
    }
    return takesDimensions(decision) ? null : Refusal.DIMENSIONS;
  }

  private static boolean takesDimensions(Decision decision) {
    return decision.dimensionList().size() < MOST_DIMENSIONS
        && TEXT.matcher(decision.detectorName()).matches()
        && decision.dimensionList().stream()
            .allMatch(
                dimension -> isName(dimension.name()) && TEXT.matcher(dimension.value()).matches());
  }

  private static boolean isName(String text) {
    return text.length() <= MOST_NAME_CHARS && TEXT.matcher(text).matches();
  }

  private void add(
      List<MetricDatum> data,
      Decision decision,
      String measure,
      double value,
      Instant time,
      Consumer<Refusal> refused) {
    if (!config.measures().isEmpty() && !config.measures().contains(measure)) {
      return;
    }
    // Written so that a NaN is refused.
    if (!isName(measure) || !(Math.abs(value) <= GREATEST)) {
      refused.accept(Refusal.VALUE);
      return;
    }
    MetricDatum.Builder datum =
        MetricDatum.builder()
            .metricName(measure)
            .value(value)
            .timestamp(time)
            .unit(config.units().get(measure));
    List<software.amazon.awssdk.services.cloudwatch.model.Dimension> dimensions = new ArrayList<>();
    dimensions.add(dimension(DETECTOR, decision.detectorName()));
    for (Dimension each : decision.dimensionList()) {
      dimensions.add(dimension(each.name(), each.value()));
    }
    data.add(datum.dimensions(dimensions).build());
  }

  private static software.amazon.awssdk.services.cloudwatch.model.Dimension dimension(
      String name, String value) {
    return software.amazon.awssdk.services.cloudwatch.model.Dimension.builder()
        .name(name)
        .value(value)
        .build();
  }
}
