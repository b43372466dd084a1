package io.anomalystack.local.backtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.local.labels.Label;
import io.anomalystack.local.labels.Series;
import io.anomalystack.local.quality.Comparison;
import io.anomalystack.local.quality.Delay;
import io.anomalystack.local.quality.KindQuality;
import io.anomalystack.local.quality.Outcome;
import io.anomalystack.local.quality.Quality;
import io.anomalystack.local.quality.SeriesChange;
import io.anomalystack.local.quality.SeriesQuality;
import io.anomalystack.local.quality.Totals;
import io.anomalystack.local.quality.WindowResult;
import io.anomalystack.local.quality.Windows;
import io.anomalystack.local.report.Numbers;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A backtest's results for programs. A number that is not known, such as the precision of no
 * alerts, is null. Times are UTC, written as in decisions.
 */
final class BacktestJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MILLIS_PER_SECOND = 1000;

  private BacktestJson() {}

  /**
   * All results.
   *
   * @param results of each candidate
   * @param missedGates what is not good enough, a line each
   */
  static ObjectNode of(
      BacktestRequest request, List<CandidateResult> results, List<String> missedGates) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("input", request.input());
    json.put("decisionsFrom", results.get(0).origin().name());
    json.put("labels", request.labels());
    json.put("grace", request.grace());
    ArrayNode runs = json.putArray("results");
    results.forEach(result -> runs.add(result(result)));
    if (results.size() == 2) {
      json.set(
          "comparison",
          comparison(Comparison.of(results.get(0).quality(), results.get(1).quality())));
    }
    ObjectNode gates = json.putObject("gates");
    gates.put("minPrecision", request.gates().minPrecision());
    gates.put("minRecall", request.gates().minRecall());
    gates.put("passed", missedGates.isEmpty());
    ArrayNode missed = gates.putArray("missed");
    missedGates.forEach(missed::add);
    return json;
  }

  private static ObjectNode result(CandidateResult result) {
    Quality quality = result.quality();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("detectors", result.candidate().file());
    json.set("totals", totals(result));
    ArrayNode kinds = json.putArray("byKind");
    quality.byKind().forEach(kind -> kinds.add(kind(kind)));
    ArrayNode series = json.putArray("bySeries");
    quality.bySeries().forEach(each -> series.add(series(each)));
    ArrayNode falseAlarms = json.putArray("falseAlarms");
    quality.falseAlarms().forEach(decision -> falseAlarms.add(falseAlarm(decision)));
    json.put(
        "falseAlarmsLeftOut", quality.totals().alerts().wrong() - quality.falseAlarms().size());
    for (Outcome outcome : Outcome.values()) {
      json.set(name(outcome), windows(quality.windows(outcome)));
    }
    quality
        .hint()
        .ifPresent(
            hint ->
                json.putObject("hint")
                    .put("anomalyThreshold", hint.threshold())
                    .put("precision", hint.precision())
                    .put("recall", hint.recall())
                    .put("f1", hint.f1()));
    return json;
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case FOUND -> "found";
      case MISSED -> "missed";
      case LEARNING -> "learning";
      case OUTSIDE -> "outside";
    };
  }

  private static ObjectNode totals(CandidateResult result) {
    Totals totals = result.quality().totals();
    ObjectNode json = MAPPER.createObjectNode();
    boolean counted = totals.alerts().decisions() > 0;
    json.put("from", counted ? Numbers.time(totals.from()) : null);
    json.put("to", counted ? Numbers.time(totals.to()) : null);
    json.put("records", result.origin().records());
    json.put("rejected", result.origin().rejections());
    json.put("series", totals.series());
    json.put("decisions", totals.alerts().decisions());
    json.put("decisionsInLearning", totals.learning());
    json.put("alerts", totals.alerts().alerts());
    json.put("right", totals.alerts().right());
    json.put("falseAlarms", totals.alerts().wrong());
    put(json, "precision", totals.precision());
    put(json, totals.windows());
    put(json, "f1", totals.f1());
    json.put("windowsInLearning", totals.windowsInLearning());
    json.put("windowsOutside", totals.windowsOutside());
    put(json, totals.delay());
    put(json, "alertsPerDay", totals.alertsPerDay());
    put(json, "alertsPer1000Decisions", totals.alerts().perThousand());
    return json;
  }

  private static ObjectNode kind(KindQuality kind) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("kind", kind.kind());
    put(json, kind.windows());
    put(json, kind.delay());
    return json;
  }

  private static ObjectNode series(SeriesQuality quality) {
    ObjectNode json = series(quality.series());
    json.put("decisions", quality.alerts().decisions());
    json.put("decisionsInLearning", quality.learning());
    json.put("alerts", quality.alerts().alerts());
    json.put("right", quality.alerts().right());
    json.put("falseAlarms", quality.alerts().wrong());
    put(json, "precision", quality.alerts().precision());
    put(json, quality.windows());
    put(json, quality.delay());
    return json;
  }

  private static ObjectNode series(Series series) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("detectorName", series.detector());
    json.put("measure", series.measure());
    json.put("timeseriesId", series.id());
    dimensions(json, series.dimensions());
    return json;
  }

  private static void dimensions(ObjectNode json, List<Dimension> dimensions) {
    ArrayNode list = json.putArray("dimensionList");
    dimensions.forEach(
        dimension ->
            list.addObject().put("name", dimension.name()).put("value", dimension.value()));
  }

  private static ObjectNode falseAlarm(Decision decision) {
    ObjectNode json = series(Series.of(decision));
    json.put("detectionPeriodStartTime", Numbers.time(decision.detectionPeriodStart()));
    json.put("detectionPeriodEndTime", Numbers.time(decision.detectionPeriodEnd()));
    json.put("aggregatedMeasureValue", decision.aggregatedMeasureValue());
    json.put("expectedValue", decision.expectedValue());
    json.put("predictedValue", decision.predictedValue());
    json.put("lowerBound", decision.lowerBound());
    json.put("upperBound", decision.upperBound());
    json.put("anomalyScore", decision.anomalyScore());
    json.put("decisionId", decision.decisionId());
    return json;
  }

  private static ArrayNode windows(List<WindowResult> windows) {
    ArrayNode json = MAPPER.createArrayNode();
    windows.forEach(window -> json.add(window(window)));
    return json;
  }

  private static ObjectNode window(WindowResult window) {
    Label label = window.label();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("line", label.line());
    json.put("start", Numbers.time(label.start()));
    json.put("end", Numbers.time(label.end()));
    json.put("kind", label.kind());
    json.put("detector", label.detector());
    json.put("measure", label.measure());
    ObjectNode dimensions = json.putObject("dimensions");
    label.dimensions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(dimension -> dimensions.put(dimension.getKey(), dimension.getValue()));
    json.put("series", window.series());
    put(json, "greatestScore", window.greatestScore());
    if (window.hit() != null) {
      json.put("foundBy", window.hit().series().id());
      json.put("firstAlert", Numbers.time(window.hit().start()));
      json.put("delaySeconds", seconds(window.hit().delay()));
      json.put("delayPeriods", window.hit().delayPeriods());
    }
    return json;
  }

  private static ObjectNode comparison(Comparison comparison) {
    Totals before = comparison.first().totals();
    Totals after = comparison.second().totals();
    ObjectNode json = MAPPER.createObjectNode();
    put(json, "precision", difference(before.precision(), after.precision()));
    put(json, "recall", difference(before.recall(), after.recall()));
    put(json, "f1", difference(before.f1(), after.f1()));
    json.put("alerts", after.alerts().alerts() - before.alerts().alerts());
    json.put("falseAlarms", after.alerts().wrong() - before.alerts().wrong());
    json.put("found", after.windows().found() - before.windows().found());
    json.set("foundOnlyByFirst", windows(comparison.onlyFirst()));
    json.set("foundOnlyBySecond", windows(comparison.onlySecond()));
    ArrayNode series = json.putArray("changedSeries");
    comparison.changed().forEach(change -> series.add(change(change)));
    return json;
  }

  private static ObjectNode change(SeriesChange change) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("first", change.first() == null ? null : series(change.first()));
    json.set("second", change.second() == null ? null : series(change.second()));
    return json;
  }

  private static OptionalDouble difference(OptionalDouble before, OptionalDouble after) {
    return before.isEmpty() || after.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(after.getAsDouble() - before.getAsDouble());
  }

  private static void put(ObjectNode json, String name, OptionalDouble value) {
    if (value.isEmpty()) {
      json.putNull(name);
    } else {
      json.put(name, value.getAsDouble());
    }
  }

  private static void put(ObjectNode json, Windows windows) {
    json.put("windows", windows.counted());
    json.put("found", windows.found());
    json.put("missed", windows.missed());
    put(json, "recall", windows.recall());
  }

  private static void put(ObjectNode json, Optional<Delay> delay) {
    json.put("medianDelaySeconds", delay.map(d -> seconds(d.median())).orElse(null));
    json.put("medianDelayPeriods", delay.map(Delay::medianPeriods).orElse(null));
    json.put("worstDelaySeconds", delay.map(d -> seconds(d.worst())).orElse(null));
    json.put("worstDelayPeriods", delay.map(Delay::worstPeriods).orElse(null));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }
}
