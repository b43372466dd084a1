package io.anomalystack.benchmarks.accuracy;

import java.util.SplittableRandom;

/** A synthetic series on its way: where it is, and the chance that it draws from. */
final class Walk {
  private static final int DEGREES_OF_FREEDOM = 3;

  /** Above it the normal distribution is as good as Poisson's, and a lot faster. */
  private static final double LARGE_MEAN = 50;

  private final SplittableRandom random;
  private int row;
  private double state;

  Walk(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The row's number, from 0 on. */
  int row() {
    return row;
  }

  void next() {
    row++;
  }

  /** Mean 0, standard deviation 1. */
  double noise() {
    return random.nextGaussian();
  }

  /** From 0 to below 1. */
  double uniform() {
    return random.nextDouble();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** -1 to 1 and back, once in so many rows. */
  double wave(double rows) {
    return Math.sin(2 * Math.PI * row / rows);
  }

  /** So much of what it was, plus noise: 1 for a random walk. */
  double follow(double share) {
    state = share * state + noise();
    return state;
  }

  /** 0 or 1, changing with this probability. */
  double toggle(double probability) {
    state = chance(probability) ? 1 - state : state;
    return state;
  }

  /** Mean 1, as the time between independent events. */
  double exponential() {
    return -Math.log(1 - uniform());
  }

  /** Student's t with three degrees of freedom: heavy tails, and no fourth moment. */
  double studentT3() {
    double squares = 0;
    for (int i = 0; i < DEGREES_OF_FREEDOM; i++) {
      double noise = noise();
      squares += noise * noise;
    }
    return noise() / Math.sqrt(squares / DEGREES_OF_FREEDOM);
  }

  /** The number of independent events where so many are usual, by inversion. */
  double poisson(double mean) {
    if (mean > LARGE_MEAN) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * noise()));
    }
    double probability = Math.exp(-mean);
    double cumulated = probability;
    double drawn = uniform();
    int count = 0;
    // The probability ends at 0 where rounding has left the sum below what was drawn.
    while (drawn > cumulated && probability > 0) {
      count++;
      probability *= mean / count;
      cumulated += probability;
    }
    return count;
  }
}
