package io.anomalystack.dashboard;

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
import io.anomalystack.model.Suppression;
import io.anomalystack.model.TimeSeriesId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A decision of the detector {@code shop} on a minute; what a test does not say is ordinary. */
public final class DecisionBuilder {
  private static final long PERIOD = 60_000;
  private static final double PEERS_BEYOND = 6;

  private String detector = "shop";
  private String measure = "orders";
  private List<Dimension> dimensions = List.of(new Dimension("product", "pen"));
  private long start = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private double value = 10;
  private double threshold = 70;
  private double score;
  private int alert;
  private double confidence = 80;
  private long points = 100;
  private String heldBack;
  private Suppression suppression;
  private List<MeasureDecision> measures = List.of();
  private double predicted = 10;
  private double lower = 8;
  private double upper = 12;
  private ModelStage stage = ModelStage.INFERENCE;
  private Findings findings = Findings.NONE;

  public DecisionBuilder detector(String name) {
    detector = name;
    return this;
  }

  public DecisionBuilder measure(String name) {
    measure = name;
    return this;
  }

  public DecisionBuilder measures(String name, MeasureDecision... parts) {
    measure = name;
    measures = List.of(parts);
    return this;
  }

  public DecisionBuilder dimension(String name, String value) {
    dimensions = List.of(new Dimension(name, value));
    return this;
  }

  public DecisionBuilder dimensions(Dimension... all) {
    dimensions = List.of(all);
    return this;
  }

  public DecisionBuilder at(String instant) {
    start = Instant.parse(instant).toEpochMilli();
    return this;
  }

  public DecisionBuilder at(long epochMillis) {
    start = epochMillis;
    return this;
  }

  public DecisionBuilder value(double newValue) {
    value = newValue;
    return this;
  }

  public DecisionBuilder alert(double newScore) {
    score = newScore;
    alert = 1;
    return this;
  }

  /** No alert, whatever the score. */
  public DecisionBuilder score(double newScore) {
    score = newScore;
    alert = 0;
    return this;
  }

  public DecisionBuilder threshold(double newThreshold) {
    threshold = newThreshold;
    return this;
  }

  public DecisionBuilder heldBack(String why) {
    heldBack = why;
    return this;
  }

  public DecisionBuilder silenced(double silencedScore, String by) {
    suppression = new Suppression(silencedScore, by);
    return this;
  }

  public DecisionBuilder seen(long processed, double newConfidence) {
    points = processed;
    confidence = newConfidence;
    return this;
  }

  public DecisionBuilder step(long step) {
    findings = new Findings(step, findings.ruleResults(), findings.peer(), findings.denominator());
    return this;
  }

  /** How it compares with its peers, this one included; it alerts where it stands out. */
  public DecisionBuilder peer(String among, int peers, double median, double deviation) {
    boolean breached = Math.abs(deviation) > PEERS_BEYOND;
    double peerScore = Math.min(100, 70 * Math.abs(deviation) / PEERS_BEYOND);
    PeerFinding peer =
        new PeerFinding(List.of(among), peers, median, 0.05, deviation, peerScore, breached);
    findings = new Findings(findings.step(), findings.ruleResults(), peer, findings.denominator());
    alert = breached ? 1 : alert;
    return this;
  }

  /** What a rule says of it, which alerts where it is breached. */
  public DecisionBuilder rule(RuleResult result) {
    List<RuleResult> results = new ArrayList<>(findings.ruleResults());
    results.add(result);
    findings = findings.with(results);
    alert = result.breached() && result.alert() ? 1 : alert;
    return this;
  }

  public DecisionBuilder denominator(Denominator denominator) {
    findings = new Findings(findings.step(), findings.ruleResults(), findings.peer(), denominator);
    return this;
  }

  public DecisionBuilder expected(double newPredicted, double margin) {
    predicted = newPredicted;
    lower = newPredicted - margin;
    upper = newPredicted + margin;
    return this;
  }

  public DecisionBuilder learning() {
    stage = ModelStage.LEARNING;
    return this;
  }

  /** Another one to begin with. */
  public DecisionBuilder copy() {
    DecisionBuilder copy = new DecisionBuilder();
    copy.detector = detector;
    copy.measure = measure;
    copy.dimensions = dimensions;
    copy.start = start;
    copy.value = value;
    copy.threshold = threshold;
    copy.score = score;
    copy.alert = alert;
    copy.confidence = confidence;
    copy.points = points;
    copy.heldBack = heldBack;
    copy.suppression = suppression;
    copy.measures = measures;
    copy.stage = stage;
    copy.findings = findings;
    copy.predicted = predicted;
    copy.lower = lower;
    copy.upper = upper;
    return copy;
  }

  /** The id of its series. */
  public String series() {
    return TimeSeriesId.of(detector, measure, dimensions);
  }

  public Decision build() {
    String series = series();
    String id = "%064x".formatted(series.hashCode() * 31L * start & Long.MAX_VALUE);
    return new Decision(
        detector,
        measure,
        series,
        threshold,
        dimensions,
        value,
        score,
        start,
        start + PERIOD,
        points,
        confidence,
        score > threshold ? 1 : 0,
        stage,
        alert == 1 ? 10 : 0,
        id,
        false,
        false,
        predicted,
        lower,
        upper,
        alert,
        null,
        null,
        suppression,
        new Explanation(
            score > threshold ? List.of(new Contributor(Contributor.LEVEL, 100)) : List.of(),
            null,
            heldBack),
        null,
        measures,
        findings);
  }
}
