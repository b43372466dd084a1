package io.anomalystack.model.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.model.change.DetectorChange.Kind;
import io.anomalystack.model.detector.Detector;
import io.anomalystack.model.detector.DetectorFile;
import io.anomalystack.model.detector.InvalidDetectorsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectorChangesTest {
  private static final Set<String> NOTHING = Set.of();

  @Test
  void nothingDiffersNothingIsSaid() throws Exception {
    DetectorChanges changes =
        DetectorChanges.between(
            List.of(detector("sales", "quantity")),
            List.of(detector("sales", "quantity")),
            NOTHING);

    assertThat(changes.isEmpty()).isTrue();
    assertThat(changes.accepted()).isTrue();
  }

  @Test
  void anotherThresholdTakesEffectAtOnce() throws Exception {
    DetectorChanges changes =
        DetectorChanges.between(
            List.of(detector("sales", "quantity")),
            List.of(detector("sales", "quantity", "anomalyThreshold: 85")),
            NOTHING);

    assertThat(changes.accepted()).isTrue();
    assertThat(changes.changes())
        .containsExactly(
            new DetectorChange(
                "sales",
                Kind.CHANGED,
                List.of(
                    new KeyChange(
                        "anomalyThreshold", "70", "85", Effect.AT_ONCE, "takes effect at once")),
                Effect.AT_ONCE,
                "takes effect at once"));
  }

  @Test
  void addedAndRemovedOnTopicsThatStayTakeEffectAtOnce() throws Exception {
    DetectorChanges changes =
        DetectorChanges.between(
            List.of(detector("sales", "quantity"), detector("visits", "visits")),
            List.of(detector("revenue", "price"), detector("sales", "quantity")),
            NOTHING);

    assertThat(changes.accepted()).isTrue();
    assertThat(changes.changes())
        .extracting(DetectorChange::detector, DetectorChange::kind, DetectorChange::effect)
        .containsExactly(
            tuple("revenue", Kind.ADDED, Effect.AT_ONCE),
            tuple("visits", Kind.REMOVED, Effect.AT_ONCE));
  }

  @Test
  void whatForgetsIsRefusedUnlessItIsMeant() throws Exception {
    List<Detector> running = List.of(detector("sales", "quantity"), detector("visits", "visits"));
    List<Detector> wanted =
        List.of(
            detector("sales", "quantity", "dimensions: [shop]", "seasonality: none"),
            detector("visits", "visits", "joint: false", "dimensions: [page]"));

    DetectorChanges refused = DetectorChanges.between(running, wanted, Set.of("visits"));
    DetectorChanges meant = DetectorChanges.between(running, wanted, Set.of("visits", "sales"));

    assertThat(refused.accepted()).isFalse();
    assertThat(refused.refusals())
        .containsExactly(
            "sales: dimensions none → shop forgets what was learned (its series are others);"
                + " seasonality auto → none forgets what was learned (a model is made for its"
                + " seasons). If that is meant, name it in detectors.forget: sales");
    assertThat(meant.accepted()).isTrue();
    assertThat(meant.changes()).isEqualTo(refused.changes());
  }

  @Test
  void anotherNameForgetsToo() throws Exception {
    List<Detector> running = List.of(detector("sales", "quantity"));
    List<Detector> wanted = List.of(detector("shop-sales", "quantity", "anomalyThreshold: 80"));

    assertThat(DetectorChanges.between(running, wanted, NOTHING).refusals())
        .containsExactly(
            "sales: forgets what was learned ('shop-sales' has its series now, and learns them"
                + " anew). If that is meant, name it in detectors.forget: sales");
    assertThat(DetectorChanges.between(running, wanted, Set.of("sales")).accepted()).isTrue();
  }

  @Test
  void anotherNameOfMeasuresForgetsToo() throws Exception {
    List<Detector> running = List.of(detector("sales", "quantity"));
    List<Detector> wanted = List.of(detector("sales", "pieces"));

    DetectorChange change = DetectorChanges.between(running, wanted, NOTHING).changes().get(0);

    assertThat(change.effect()).isEqualTo(Effect.FORGETS);
    assertThat(change.keys())
        .extracting(KeyChange::key, KeyChange::before, KeyChange::after)
        .containsExactly(
            tuple("measures.pieces", "none", "sum(pieces)"),
            tuple("measures.quantity", "sum(quantity)", "none"));
  }

  @Test
  void anotherTopicNeedsARestartWhoeverMeansIt() throws Exception {
    List<Detector> running = List.of(detector("sales", "quantity"));
    List<Detector> wanted = new ArrayList<>(running);
    wanted.add(on("orders", detector("orders", "amount")));

    DetectorChanges more = DetectorChanges.between(running, wanted, Set.of("orders"));
    DetectorChanges less = DetectorChanges.between(wanted, running, Set.of("orders"));

    assertThat(more.refusals())
        .containsExactly(
            "orders: needs a restart from a savepoint (the job does not read topic 'orders' yet):"
                + " stop the job with a savepoint, and start it from there with the new file");
    assertThat(less.refusals())
        .containsExactly(
            "topic 'orders' would not be read any more: stop the job with a savepoint, and start it"
                + " from there with the new file");
  }

  @Test
  void whatTheJobReadsCountsWhereItIsKnown() throws Exception {
    List<Detector> running = List.of(detector("sales", "quantity"));
    List<Detector> wanted = new ArrayList<>(running);
    wanted.add(on("orders", detector("orders", "amount")));

    assertThat(
            DetectorChanges.between(running, wanted, NOTHING, Set.of("sales", "orders")).accepted())
        .isTrue();
  }

  @Test
  void toMoveToAnotherTopicForgets() throws Exception {
    Detector sales = detector("sales", "quantity");
    Detector orders = on("orders", detector("orders", "amount"));
    Detector more = on("orders", detector("more", "more"));

    DetectorChanges changes =
        DetectorChanges.between(
            List.of(sales, orders, more),
            List.of(sales, orders, detector("more", "more")),
            NOTHING);

    assertThat(changes.changes().get(0).keys())
        .extracting(KeyChange::key, KeyChange::before, KeyChange::after, KeyChange::effect)
        .containsExactly(tuple("topic", "orders", "sales", Effect.FORGETS));
  }

  @Test
  void whereNothingWasLearnedNothingIsForgotten() throws Exception {
    String rules = "rules: [{name: high, above: 1}]";
    DetectorChanges changes =
        DetectorChanges.between(
            List.of(detector("sales", "quantity", "model: none", rules)),
            List.of(detector("sales", "quantity", "model: none", rules, "dimensions: [shop]")),
            NOTHING);

    assertThat(changes.accepted()).isTrue();
    assertThat(changes.changes().get(0).consequence())
        .isEqualTo("keeps what was learned (that was nothing; rules and peers begin anew)");
  }

  @Test
  void defaultsThatFollowAreToldToo() throws Exception {
    DetectorChange change =
        DetectorChanges.between(
                List.of(detector("sales", "quantity")),
                List.of(detector("sales", "quantity", "rules: [{name: hang, silence: 2m}]")),
                NOTHING)
            .changes()
            .get(0);

    assertThat(change.keys())
        .extracting(KeyChange::key, KeyChange::before, KeyChange::after)
        .containsExactly(
            tuple("idleTimeout", "5m", "2m"), tuple("rules.hang", "none", "silence 2m"));
  }

  private static Detector on(String topic, Detector detector) throws InvalidDetectorsException {
    return detector(detector.name(), topic, detector.measures().get(0).name(), new String[0]);
  }

  private static Detector detector(String name, String measure, String... settings)
      throws InvalidDetectorsException {
    return detector(name, "sales", measure, settings);
  }

  private static Detector detector(String name, String topic, String measure, String[] settings)
      throws InvalidDetectorsException {
    return DetectorFile.parse(
            """
            detectors:
              - name: %s
                topic: %s
                timestamp: at
                period: 1m
                measures: [{field: %s}]
                %s
            """
                .formatted(name, topic, measure, String.join("\n    ", settings)))
        .get(0);
  }
}
