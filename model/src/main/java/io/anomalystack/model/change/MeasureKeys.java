package io.anomalystack.model.change;

import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.Measure;
import java.util.ArrayList;
import java.util.List;

/** Measures: each names a series, or all of them together one. */
final class MeasureKeys {
  private static final Verdict OTHER_VALUES = Verdict.jumps(DetectorKeys.COUNTED_ANEW);

  private static final Named<Measure> EACH =
      new Named<>(
          "measures",
          Measure::name,
          List.of(
              Key.of(
                  "field",
                  measure -> measure.derived() == null ? measure.field() : null,
                  OTHER_VALUES),
              Key.of(
                  "derived",
                  measure -> measure.derived() == null ? null : measure.derived().word(),
                  OTHER_VALUES),
              Key.of("aggregation", Measure::aggregation, OTHER_VALUES)),
          measure -> Verdict.keeps("its series begin to learn; " + DetectorKeys.COUNTED_ANEW),
          measure -> Verdict.forgets("a series is known by the name of its measure"),
          Verdict.keeps(DetectorKeys.COUNTED_ANEW));

  private MeasureKeys() {}

  static List<KeyChange> compare(Detector before, Detector after) {
    List<KeyChange> changes = new ArrayList<>();
    List<String> was = names(before);
    List<String> is = names(after);
    if (before.joint() && after.joint() && !was.equals(is)) {
      changes.add(
          KeyChange.of(
              "measures",
              String.join("+", was),
              String.join("+", is),
              Verdict.forgets("their series is known by all of their names, in order")));
    }
    List<KeyChange> each = EACH.compare(before.measures(), after.measures());
    if (changes.isEmpty()) {
      return each;
    }
    // Those that came, went or moved are told above already.
    each.stream().filter(change -> change.effect() == Effect.JUMPS).forEach(changes::add);
    return changes;
  }

  private static List<String> names(Detector detector) {
    return detector.measures().stream().map(Measure::name).toList();
  }
}
