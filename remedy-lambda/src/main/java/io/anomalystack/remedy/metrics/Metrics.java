package io.anomalystack.remedy.metrics;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.MeasureDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * The values of a decision.
   *
   * @param now CloudWatch takes what is two weeks old at most, and two hours ahead
   * @return those that CloudWatch takes; may be none
   */
  List<MetricDatum> of(Decision decision, Instant now) {
    Instant time =
        Instant.ofEpochMilli(
            decision.recordTime() == null
                ? decision.detectionPeriodStart()
                : decision.recordTime());
    List<MetricDatum> data = new ArrayList<>();
    boolean inTime = !time.isBefore(now.minus(MOST_PAST)) && !time.isAfter(now.plus(MOST_FUTURE));
    if (!inTime || !takesDimensions(decision)) {
      return data;
    }
    if (decision.measures().isEmpty()) {
      add(data, decision, decision.measure(), decision.aggregatedMeasureValue(), time);
    }
    for (MeasureDecision each : decision.measures()) {
      add(data, decision, each.name(), each.value(), time);
    }
    return data;
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
      List<MetricDatum> data, Decision decision, String measure, double value, Instant time) {
    boolean wanted = config.measures().isEmpty() || config.measures().contains(measure);
    if (!wanted || !isName(measure) || Math.abs(value) > GREATEST) {
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
