package io.anomalystack.job.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.windowing.Accumulator.Position;
import io.anomalystack.model.detector.Aggregation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AccumulatorTest {
  private record Value(double value, Position at) {}

  @ParameterizedTest
  @CsvSource({"SUM, 3.5", "AVG, 0.875", "MIN, -2", "MAX, 5", "COUNT, 4", "LAST, -2"})
  void aggregatesAPeriodsValues(Aggregation aggregation, double expected) {
    Accumulator accumulator = new Accumulator(aggregation);
    double[] values = {0.5, 5, 0, -2};
    for (int i = 0; i < values.length; i++) {
      accumulator.add(values[i], new Position(i, 0, 0, i));
    }

    assertThat(accumulator.value()).isEqualTo(expected);
    assertThat(accumulator.isEmpty()).isFalse();
  }

  @Test
  void leastAndGreatestAreOfTheValuesAlone() {
    assertThat(
            aggregate(
                Aggregation.MIN,
                List.of(
                    new Value(5, new Position(0, 0, 0, 0)),
                    new Value(3, new Position(1, 0, 0, 1)))))
        .isEqualTo(3);
    assertThat(
            aggregate(
                Aggregation.MAX,
                List.of(
                    new Value(-5, new Position(0, 0, 0, 0)),
                    new Value(-3, new Position(1, 0, 0, 1)))))
        .isEqualTo(-3);
  }

  @ParameterizedTest
  @EnumSource
  void isEmptyBeforeItsFirstValue(Aggregation aggregation) {
    assertThat(new Accumulator(aggregation).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void singleValueIsItselfButForTheCount(Aggregation aggregation) {
    Accumulator accumulator = new Accumulator(aggregation);
    accumulator.add(-7.25, new Position(0, 0, 0, 0));

    assertThat(accumulator.value()).isEqualTo(aggregation == Aggregation.COUNT ? 1 : -7.25);
  }

  @ParameterizedTest
  @EnumSource
  void neverTellsAMinusZeroFromAZero(Aggregation aggregation) {
    Accumulator accumulator = new Accumulator(aggregation);
    accumulator.add(-0.0, new Position(0, 0, 0, 0));

    assertThat(Double.compare(accumulator.value(), -0.0)).isNotZero();
  }

  static Stream<Arguments> laterPositions() {
    Position base = new Position(1_000, 5, 2, 7);
    return Stream.of(
        Arguments.of(base, new Position(1_001, 0, 0, 0)),
        Arguments.of(base, new Position(1_000, 6, 0, 0)),
        Arguments.of(base, new Position(1_000, 5, 3, 0)),
        Arguments.of(base, new Position(1_000, 5, 2, 8)));
  }

  @ParameterizedTest
  @MethodSource("laterPositions")
  void lastIsLaterInEventTimeElseInPartitionAndOffset(Position earlier, Position later) {
    assertThat(last(new Value(1, earlier), new Value(2, later))).isEqualTo(2);
    assertThat(last(new Value(2, later), new Value(1, earlier))).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void valueDoesNotDependOnTheOrderOfArrival(Aggregation aggregation) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // Ties in event time, so that partition and offset decide.
      values.add(new Value(0.1 * i - 2, new Position(i / 12, i / 6 % 2, i / 3 % 2, i)));
    }
    double expected = aggregate(aggregation, values);
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(values, random);

      assertThat(aggregate(aggregation, values)).isEqualTo(expected);
    }
  }

  @Test
  void averageOfTheLargestValuesDoesNotOverflow() {
    Accumulator accumulator = new Accumulator(Aggregation.AVG);
    for (int i = 0; i < 3; i++) {
      accumulator.add(Double.MAX_VALUE, new Position(0, 0, 0, i));
    }

    assertThat(accumulator.value()).isEqualTo(Double.MAX_VALUE);
  }

  private static double last(Value... values) {
    return aggregate(Aggregation.LAST, List.of(values));
  }

  private static double aggregate(Aggregation aggregation, List<Value> values) {
    Accumulator accumulator = new Accumulator(aggregation);
    values.forEach(value -> accumulator.add(value.value(), value.at()));
    return accumulator.value();
  }
}
