package io.anomalystack.job.windowing;

import io.anomalystack.model.detector.Aggregation;

/** One measure's records of one period, on their way to one value. */
final class Accumulator {
  final Aggregation aggregation;
  long count;
  double extreme;
  ExactSum sum;
  Position lastAt;

  /** Where a value stands among the others: later in event time, else in partition and offset. */
  record Position(long eventTime, int nanos, int partition, long offset)
      implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int order = Long.compare(eventTime, other.eventTime);
      order = order != 0 ? order : Integer.compare(nanos, other.nanos);
      order = order != 0 ? order : Integer.compare(partition, other.partition);
      return order != 0 ? order : Long.compare(offset, other.offset);
    }
  }

  Accumulator(Aggregation aggregation) {
    this.aggregation = aggregation;
    switch (aggregation) {
      case SUM, AVG, INCREASE -> sum = new ExactSum();
      case MIN, MAX, LAST, COUNT -> {}
    }
  }

  void add(double value, Position at) {
    switch (aggregation) {
      case SUM, AVG, INCREASE -> sum.add(value);
      case MIN -> extreme = count == 0 ? value : Math.min(extreme, value);
      case MAX -> extreme = count == 0 ? value : Math.max(extreme, value);
      case LAST -> {
        if (count == 0 || at.compareTo(lastAt) > 0) {
          extreme = value;
          lastAt = at;
        }
      }
      case COUNT -> {}
    }
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The period's value, finite; only of an accumulator that is not empty. */
  double value() {
    return switch (aggregation) {
      case SUM, INCREASE -> sum.value();
      case AVG -> sum.mean(count);
      case COUNT -> count;
      case MIN, MAX, LAST -> extreme + 0.0;
    };
  }
}
