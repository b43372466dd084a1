package io.anomalystack.dashboard.api;

import java.util.ArrayList;
import java.util.List;

/**
 * The points of a series, in columns of one length. Times are epoch milliseconds in UTC, values in
 * the measure's unit, null where unknown.
 *
 * @param from the first start asked for
 * @param to before which to end
 * @param total how many points there are in all
 * @param sampled whether these are only some of them
 * @param threshold above which a score is an anomaly
 * @param learning 1 while the model only learned
 * @param filled 1 where there was no record
 * @param silenced why an unusual point did not alert; null where it was not unusual, or did
 * @param step the training step; null where there is none
 * @param rules the rules that a point violates, as a decision's {@code ruleResults}; null for none
 * @param peer how a point compares with its peers, as a decision's {@code peer}; null for not at
 *     all
 * @param denominator what a point is a share of, as a decision's {@code denominator}; null for
 *     nothing
 */
record Points(
    long from,
    long to,
    int total,
    boolean sampled,
    List<Long> time,
    List<Double> value,
    List<Double> predicted,
    List<Double> lower,
    List<Double> upper,
    List<Double> score,
    List<Double> threshold,
    List<Integer> alert,
    List<Integer> learning,
    List<Integer> filled,
    List<String> silenced,
    List<Long> step,
    List<String> rules,
    List<String> peer,
    List<String> denominator) {

  /** The columns of some points. */
  static Points of(long from, long to, int total, List<Point> points) {
    Points columns =
        new Points(
            from,
            to,
            total,
            points.size() < total,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    points.forEach(columns::add);
    return columns;
  }

  private void add(Point point) {
    time.add(point.time());
    value.add(point.value());
    predicted.add(point.predicted());
    lower.add(point.lower());
    upper.add(point.upper());
    score.add(point.score());
    threshold.add(point.threshold());
    alert.add(point.alert() ? 1 : 0);
    learning.add(point.learning() ? 1 : 0);
    filled.add(point.filled() ? 1 : 0);
    silenced.add(point.silenced());
    step.add(point.step());
    rules.add(point.rules());
    peer.add(point.peer());
    denominator.add(point.denominator());
  }
}
