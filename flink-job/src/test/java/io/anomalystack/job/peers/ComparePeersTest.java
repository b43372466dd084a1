package io.anomalystack.job.peers;

import static io.anomalystack.job.peers.Comparing.SECOND;
import static io.anomalystack.job.peers.Comparing.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.windowing.Point;
import io.anomalystack.model.PeerFinding;
import io.anomalystack.model.detector.Detector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found of series beside their peers, and when. */
class ComparePeersTest {
  private static final Detector ALIKE = layers("compare: difference");
  private static final Detector OWN = layers("compare: ratio, baseline: own");

  /** Moments in which usual places are learned. */
  private static final int LEARNING = UsualPlace.LEARNING;

  /** Layers around 1, but for the first, an embedding, ten times as large. */
  private static double[] norms(int layers, long step) {
    SplittableRandom random = new SplittableRandom(step);
    double[] norms = new double[layers];
    for (int layer = 0; layer < layers; layer++) {
      norms[layer] = (layer == 0 ? 10 : 1) * (1 + random.nextDouble(-0.1, 0.1));
    }
    return norms;
  }

  private static double[] around(int peers, double value, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(peers, value * 0.99, value * 1.01).toArray();
  }

  private static double[] with(double[] values, int layer, double value) {
    values[layer] = value;
    return values;
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {12, 96})
  void findsTheOneLayerThatIsDisturbed(int layers) throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 100; step++) {
        double[] norms = norms(layers, step);
        comparing.step(step, step == 90 ? with(norms, 7, 3 * norms[7]) : norms);
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).containsExactly("7 at 90");
      PeerFinding found = comparing.found(7).get(90);
      assertThat(found.among()).containsExactly("layer");
      assertThat(found.peers()).isEqualTo(layers);
      assertThat(found.median()).isEqualTo(1, within(0.05));
      assertThat(found.deviation() * found.spread()).isEqualTo(Math.log(3), within(0.15));
      assertThat(found.score()).isGreaterThan(70);
      assertThat(comparing.found(7).get(91).score()).isLessThan(70);
    }
  }

  @Test
  void findsNobodyWhereAllJumpAtOnce() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 100; step++) {
        double factor = step == 90 ? 40 : 1;
        comparing.step(step, Arrays.stream(norms(12, step)).map(norm -> factor * norm).toArray());
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).isEmpty();
      assertThat(comparing.found(3).get(90).median()).isEqualTo(40, within(3.0));
    }
  }

  @Test
  void missingPeersNeitherMakeNorHideOneThatStandsOut() throws Exception {
    // Layer by layer ten times as large: without the upper half, all lie elsewhere.
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 100; step++) {
        double[] norms = norms(12, step);
        for (int layer = 0; layer < norms.length; layer++) {
          norms[layer] *= Math.pow(10, layer - 6);
        }
        double[] all = step == 95 ? with(norms, 3, 3 * norms[3]) : norms;
        comparing.step(step, step >= 90 ? Arrays.copyOf(all, 6) : all);
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).containsExactly("3 at 95");
      assertThat(comparing.found(3).get(95).peers()).isEqualTo(6);
    }
  }

  @Test
  void aLayerWithAPlaceOfItsOwnIsUsualButASlowRankIsNot() throws Exception {
    try (Comparing own = Comparing.of(OWN);
        Comparing alike = Comparing.of(ALIKE)) {
      for (int step = 0; step < 64; step++) {
        own.step(step, norms(12, step));
        alike.step(step, with(around(8, 1.0, step), 5, 1.3));
      }

      own.endOfInput();
      alike.endOfInput();
      assertThat(own.breaches()).isEmpty();
      assertThat(alike.breaches()).hasSize(64).allMatch(breach -> breach.startsWith("5 at "));
      assertThat(alike.found(5)).allMatch(found -> found.deviation() > 6);
    }
  }

  @Test
  void judgesNoSeriesBeforeItsPlaceIsKnown() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step <= LEARNING; step++) {
        comparing.step(step, norms(12, step));
      }
      comparing.endOfInput();

      assertThat(comparing.found(0).subList(0, LEARNING)).containsOnlyNulls();
      assertThat(comparing.found(0).get(LEARNING)).isNotNull();
    }
  }

  @Test
  void isNotMisledByAWildBeginning() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 100; step++) {
        double[] norms = norms(12, step);
        comparing.step(step, step < 10 ? with(norms, 4, 1_000.0 / (step + 1)) : norms);
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).isEmpty();
    }
  }

  @Test
  void aDisturbanceDoesNotBecomeUsualUntilItHasLasted() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 400; step++) {
        double[] norms = norms(12, step);
        comparing.step(step, step >= 100 ? with(norms, 7, 3 * norms[7]) : norms);
      }
      comparing.endOfInput();

      List<String> expected = new ArrayList<>();
      for (int step = 100; step < 100 + UsualPlace.LASTING; step++) {
        expected.add("7 at " + step);
      }
      assertThat(comparing.breaches()).isEqualTo(expected);
      assertThat(comparing.found(7).get(399).score()).isLessThan(70);
    }
  }

  @Test
  void aDeadLayerStandsOut() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 60; step++) {
        double[] norms = with(norms(12, step), 2, 0);
        comparing.step(step, step == 50 ? with(norms, 7, 0) : norms);
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).containsExactly("7 at 50");
      assertThat(comparing.found(7).get(50).deviation()).isNegative().isGreaterThan(-1_001);
      assertThat(comparing.found(2).get(50).deviation())
          .as("always dead")
          .isEqualTo(0, within(1.0));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"ratio, 0", "ratio, -1", "difference, 0", "difference, 1e308", "ratio, 1e-308"})
  void comparesWhateverNumbersThereAre(String compare, double outlier) throws Exception {
    try (Comparing comparing = Comparing.of(layers("compare: " + compare))) {
      comparing.step(0, with(around(9, 1, 0), 3, outlier)).endOfInput();

      assertThat(comparing.breaches()).containsExactly("3 at 0");
      assertThat(comparing.points())
          .allMatch(point -> Double.isFinite(point.peer().deviation()))
          .allMatch(point -> point.peer().score() >= 0 && point.peer().score() <= 100);
    }
  }

  @Test
  void ofNothingNothingIsAMultiple() throws Exception {
    try (Comparing comparing = Comparing.of(layers("compare: ratio"))) {
      comparing.step(0, 0, 0, 0, 0, 1).endOfInput();

      assertThat(comparing.points()).hasSize(5).allMatch(point -> point.peer() == null);
    }
  }

  @ParameterizedTest(name = "one of {0} is {1}")
  @CsvSource({"5, 5, 0", "5, 5.02, 0", "5, 5.04, 1", "0, 0, 0", "0, 1, 1"})
  void whatIsAllEqualIsJudgedByAThousandthOfTheMedian(double all, double one, int breaches)
      throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      comparing.step(0, all, all, all, one, all, all).endOfInput();

      assertThat(comparing.breaches()).hasSize(breaches);
    }
  }

  @ParameterizedTest(name = "{0}, one is {1}")
  @CsvSource({"difference, 109, 0", "difference, 111, 1", "ratio, 109, 0", "ratio, 111, 1"})
  void whatLiesWithinTheMarginDoesNotStandOut(String compare, double one, int breaches)
      throws Exception {
    try (Comparing comparing = Comparing.of(layers("margin: 0.1, compare: " + compare))) {
      comparing.step(0, 100, 100.1, 99.9, one, 100, 100.2).endOfInput();

      assertThat(comparing.breaches()).hasSize(breaches);
    }
  }

  @Test
  void theScoreIs70AtTheLimit() throws Exception {
    // Distances 1, 1, 0, 1, 1 and 8.8956 = 6 * 1.4826: the median of the distances is 1.
    try (Comparing comparing = Comparing.of(layers("beyond: 6"))) {
      comparing.step(0, 99, 99, 100, 100, 101, 101, 100 + 6 * 1.4826).endOfInput();

      assertThat(comparing.found(6).get(0).deviation()).isEqualTo(6, within(1e-9));
      assertThat(comparing.found(6).get(0).score()).isEqualTo(70, within(1e-9));
    }
  }

  @Test
  void fewerPeersAreNotCompared() throws Exception {
    try (Comparing comparing = Comparing.of(layers("atLeast: 5"))) {
      comparing.step(0, 1, 1, 1, 50).step(1, 1, 1, 1, 1, 50).endOfInput();

      assertThat(comparing.found(3).get(0)).isNull();
      assertThat(comparing.breaches()).containsExactly("4 at 1");
    }
  }

  @Test
  void waitsForEvidence() throws Exception {
    try (Comparing comparing = Comparing.of(layers("evidence: {points: 2, of: 3}"))) {
      int[] disturbed = {0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1};
      for (int step = 0; step < disturbed.length; step++) {
        comparing.step(step, with(around(8, 1, step), 2, disturbed[step] == 1 ? 2 : 1));
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).containsExactly("2 at 6", "2 at 7");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"up, 3 at 0", "down, 4 at 0"})
  void hearsOfOneSideOnly(String direction, String breach) throws Exception {
    Detector detector = layers("compare: difference", "direction: " + direction);
    try (Comparing comparing = Comparing.of(detector)) {
      comparing.step(0, with(with(around(9, 1, 0), 3, 2), 4, 0.2)).endOfInput();

      assertThat(comparing.breaches()).containsExactly(breach);
      assertThat(comparing.found(3).get(0).deviation()).isPositive();
      assertThat(comparing.found(4).get(0).deviation()).isNegative();
    }
  }

  @Test
  void hearsNothingOfWhatACalendarCovers() throws Exception {
    Detector detector =
        layers(
            "compare: difference",
            "calendars: [{name: maintenance, dates: [2026-01-01], zone: UTC}]");
    try (Comparing comparing = Comparing.of(detector)) {
      comparing.step(0, with(around(8, 1, 0), 3, 2)).endOfInput();

      assertThat(comparing.found(3).get(0).deviation()).isGreaterThan(6);
      assertThat(comparing.breaches()).isEmpty();
    }
  }

  @Test
  void twoGroupsDoNotMix() throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      for (int layer = 0; layer < 6; layer++) {
        comparing.take(comparing.point("a", "l" + layer, 1, 0, 1 + layer * 0.01));
        comparing.take(comparing.point("b", "l" + layer, 1, 0, 100 + layer));
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).isEmpty();
      assertThat(comparing.points())
          .allSatisfy(
              point ->
                  assertThat(point.peer().median())
                      .isEqualTo(point.dimensions().get(0).equals("a") ? 1.025 : 102.5));
    }
  }

  @Test
  void aStragglerIsSentOnWithoutAFinding() throws Exception {
    try (Comparing comparing = Comparing.of(layers("within: 5s"))) {
      comparing.step(0, around(6, 1, 0));
      comparing.take(comparing.point("r", "in time", 0, 5_999, 1));
      comparing.take(comparing.point("r", "late", 0, 6_000, 50));
      comparing.endOfInput();

      assertThat(comparing.points()).hasSize(8);
      assertThat(comparing.points())
          .filteredOn(point -> point.peer() == null)
          .extracting(point -> point.dimensions().get(1))
          .containsExactly("late");
      assertThat(comparing.found(0).get(0).peers()).isEqualTo(7);
      assertThat(comparing.breaches()).isEmpty();
    }
  }

  @Test
  void aStepThatIsDoneAgainIsAnotherMoment() throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      comparing.step(0, around(6, 1, 0));
      // Back to the checkpoint, before the first moment is over.
      for (int layer = 0; layer < 6; layer++) {
        comparing.take(comparing.point("r", Integer.toString(layer), 0, 3_000, layer == 2 ? 9 : 1));
      }
      comparing.endOfInput();

      assertThat(comparing.points()).hasSize(12).allMatch(point -> point.peer().peers() == 6);
      assertThat(comparing.breaches()).containsExactly("2 at 0");
    }
  }

  @Test
  void pointsLeaveAfterTheWaitAndEventTimeBehindThem() throws Exception {
    try (Comparing comparing = Comparing.of(layers("within: 5s", "allowedLateness: 2s"))) {
      comparing.step(0, around(6, 1, 0)).second(7);
      assertThat(comparing.points()).isEmpty();
      assertThat(comparing.secondBehind()).isEqualTo(2);

      comparing.second(8);

      assertThat(comparing.points()).hasSize(6);
      assertThat(comparing.secondBehind()).isEqualTo(3);
    }
  }

  @Test
  void pointsOfASeriesLeaveInOrderWhateverTheirSteps() throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      // The others are a step ahead: the layer's first point waits in a later moment.
      for (int layer = 0; layer < 6; layer++) {
        comparing.take(comparing.point("r", Integer.toString(layer), 9, 0, 1));
      }
      comparing.take(comparing.point("r", "behind", 8, 8_000, 1));
      comparing.take(comparing.point("r", "behind", 9, 9_000, 1));
      comparing.take(comparing.point("r", "behind", 7, 9_000, 1));
      comparing.endOfInput();

      assertThat(comparing.points())
          .filteredOn(point -> point.dimensions().get(1).equals("behind"))
          .extracting(Point::step)
          .containsExactly(8L, 9L, 7L);
    }
  }

  @Test
  void whatIsNoValueOfThatMomentGoesBy() throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      comparing.step(0, around(6, 1, 0));
      Point silent = comparing.point("r", "3", 0, 2_000, 1);
      comparing.take(
          new Point(
              Point.Kind.EVENT,
              silent.timeseriesId(),
              silent.detector(),
              silent.measure(),
              silent.dimensions(),
              silent.start(),
              silent.end(),
              silent.values(),
              true,
              false,
              silent.recordTime(),
              silent.sequence(),
              null,
              new Point.Event(300_000, null),
              null));
      comparing.endOfInput();

      assertThat(comparing.found(0).get(0).peers()).isEqualTo(6);
      Point sent = comparing.points().get(6);
      assertThat(sent.kind()).isEqualTo(Point.Kind.EVENT);
      assertThat(sent.event()).isEqualTo(new Point.Event(300_000, null));
      assertThat(sent.peer()).isNull();
    }
  }

  @Test
  void aSeriesIsForgottenBehindItsLastPoint() throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      comparing.step(0, norms(6, 0));
      for (int layer = 0; layer < 6; layer++) {
        comparing.take(Comparing.expiry("r", Integer.toString(layer)));
      }
      comparing.take(Comparing.expiry("r", "never seen"));
      comparing.second(60);

      assertThat(comparing.points()).hasSize(13);
      assertThat(comparing.points().get(0).dimensions().get(1)).isEqualTo("never seen");
      assertThat(comparing.points().subList(1, 7)).allMatch(p -> p.kind() == Point.Kind.SCORE);
      assertThat(comparing.points().subList(7, 13)).allMatch(p -> p.kind() == Point.Kind.EXPIRE);
      comparing.assertNothingIsLeft();
    }
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() throws Exception {
    List<Point> points = new ArrayList<>();
    try (Comparing inOrder = Comparing.of(OWN)) {
      for (int step = 0; step < 80; step++) {
        double[] norms = norms(12, step);
        for (int layer = 0; layer < norms.length; layer++) {
          double norm = step % 17 == 3 && layer == step % 12 ? 4 * norms[layer] : norms[layer];
          // Some layers lag behind the others, by seconds.
          points.add(
              inOrder.point(
                  "r", Integer.toString(layer), step, step * 300L + layer % 5 * SECOND, norm));
        }
      }
      for (Point point : points) {
        inOrder.take(point);
      }
      inOrder.endOfInput();

      assertThat(inOrder.breaches()).hasSize(3);
      for (long seed = 1; seed <= 5; seed++) {
        try (Comparing shuffled = Comparing.of(OWN)) {
          for (Point point : interleaved(points, seed)) {
            shuffled.take(point);
          }
          shuffled.endOfInput();

          assertThat(bySeries(shuffled.points())).isEqualTo(bySeries(inOrder.points()));
        }
      }
    }
  }

  /** In any order but that of each series. */
  private static List<Point> interleaved(List<Point> points, long seed) {
    List<List<Point>> series = bySeries(points);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      turns.addAll(Collections.nCopies(series.get(i).size(), i));
    }
    Collections.shuffle(turns, new Random(seed));
    int[] next = new int[series.size()];
    return turns.stream().map(i -> series.get(i).get(next[i]++)).toList();
  }

  private static List<List<Point>> bySeries(List<Point> points) {
    List<List<Point>> series = new ArrayList<>();
    points.stream()
        .map(Point::timeseriesId)
        .distinct()
        .sorted()
        .forEach(
            id -> series.add(points.stream().filter(p -> p.timeseriesId().equals(id)).toList()));
    return series;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"own", "none"})
  void goesOnBitForBitFromTheMiddleOfAMoment(String baseline) throws Exception {
    Detector detector = layers("compare: ratio, baseline: " + baseline);
    List<Point> expected;
    try (Comparing straight = Comparing.of(detector)) {
      run(straight, 0, 200);
      expected = straight.endOfInput().points();
    }
    for (int cut : new int[] {1, 15, 16, 100, 199}) {
      List<Point> points = new ArrayList<>();
      try (Comparing before = Comparing.of(detector)) {
        run(before, 0, cut);
        half(before, cut, 0);
        points.addAll(before.points());
        try (Comparing after = before.restored(before.save(), detector)) {
          half(after, cut, 1);
          after.second(cut);
          run(after, cut + 1, 200);
          points.addAll(after.endOfInput().points());
        }
      }
      assertThat(bySeries(points)).as("cut at %d", cut).isEqualTo(bySeries(expected));
    }
  }

  private static void run(Comparing comparing, int from, int to) throws Exception {
    for (int step = from; step < to; step++) {
      half(comparing, step, 0);
      half(comparing, step, 1);
      comparing.second(step);
    }
  }

  /**
   * Every other layer of a step, some of them seconds later. One is disturbed now and then, one
   * from step 45 for good, which is usual after 128 steps.
   */
  private static void half(Comparing comparing, int step, int first) throws Exception {
    double[] norms = norms(12, step);
    for (int layer = first; layer < norms.length; layer += 2) {
      boolean disturbed = layer == 5 ? step % 7 == 0 : layer == 9 && step >= 45;
      double norm = disturbed ? 9 * norms[layer] : norms[layer];
      comparing.take(
          comparing.point("r", Integer.toString(layer), step, (step + layer / 4) * SECOND, norm));
    }
  }

  @Test
  void sendsOnWhatWaitsForADetectorThatComparesNoMore() throws Exception {
    Detector otherwise = layers("compare: ratio");
    try (Comparing before = Comparing.of(ALIKE)) {
      before.step(0, around(6, 1, 0)).step(1, around(6, 1, 1));
      try (Comparing after = before.restored(before.save(), otherwise)) {
        after.second(60);

        assertThat(after.points()).hasSize(12).allMatch(point -> point.peer() == null);
        after.assertNothingIsLeft();
      }
    }
  }

  @Test
  void anotherMarginCountsWhileRunningAndNothingIsForgotten() throws Exception {
    Detector wide = layers("compare: ratio, baseline: own, margin: 1000");
    assertThat(breachesAfterChange(OWN)).containsExactly("7 at 90");
    assertThat(breachesAfterChange(wide)).isEmpty();
  }

  private static List<String> breachesAfterChange(Detector changed) throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      for (int step = 0; step < 100; step++) {
        if (step == 80) {
          comparing.change(1, changed);
        }
        double[] norms = norms(12, step);
        comparing.step(step, step == 90 ? with(norms, 7, 3 * norms[7]) : norms);
      }
      comparing.endOfInput();
      assertThat(comparing.points()).hasSize(12 * 100);
      return comparing.breaches();
    }
  }

  @Test
  void whatWaitsForADetectorThatIsRemovedWhileRunningGoesOnAndItsGroupsAreForgotten()
      throws Exception {
    try (Comparing comparing = Comparing.of(OWN)) {
      comparing.step(0, 1, 2, 3).step(1, 1, 2, 3);
      comparing.change(1, TestDetectors.sales("name: other"));
      comparing.second(1_000);

      assertThat(comparing.points()).hasSize(6);
      assertThat(comparing.breaches()).isEmpty();
      comparing.assertNothingIsLeft();
    }
  }

  @Test
  void comparesTenThousandPeers() throws Exception {
    try (Comparing comparing = Comparing.of(ALIKE)) {
      for (int step = 0; step < 3; step++) {
        comparing.step(step, with(around(10_000, 1, step), 4_321, 2)).second(step);
      }
      comparing.endOfInput();

      assertThat(comparing.breaches()).containsExactly("4321 at 0", "4321 at 1", "4321 at 2");
      assertThat(comparing.found(0)).allMatch(found -> found.peers() == 10_000);
    }
  }
}
