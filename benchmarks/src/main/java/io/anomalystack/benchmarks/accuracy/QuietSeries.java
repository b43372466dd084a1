package io.anomalystack.benchmarks.accuracy;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Kinds of series in which nothing is wrong, however odd they look: every alert is a false one. */
// None of the functions keeps anything.
@SuppressWarnings("ImmutableEnumChecker")
enum QuietSeries {
  WHITE("white noise", walk -> 100 + 10 * walk.noise()),
  SLUGGISH("autoregressive, 0.9", walk -> 50 + walk.follow(0.9)),
  INERT("autoregressive, 0.5", walk -> 50 + walk.follow(0.5)),
  TREND("trend from 0", walk -> 0.01 * walk.row() + walk.noise()),
  GROWTH("trend from 1,000", walk -> 1_000 + 0.1 * walk.row() + 5 * walk.noise()),
  FEW("counts, mean 3", walk -> walk.poisson(3)),
  RARE("counts, mean 0.1", walk -> walk.poisson(0.1)),
  MANY("counts, mean 100", walk -> walk.poisson(100)),
  AMOUNTS("lognormal", walk -> Math.exp(1 + 0.8 * walk.noise())),
  HEAVY_TAILS("Student t3", walk -> 10 + walk.studentT3()),
  SPARSE_AMOUNTS(
      "amounts in 1 of 10", walk -> walk.chance(0.1) ? Math.exp(3 + 0.7 * walk.noise()) : 0),
  CONSTANT("constant", walk -> 42),
  ON_OFF("on and off", walk -> 10 * walk.toggle(0.02) + 0.3 * walk.noise()),
  DAY_OF_HOURS(
      "day, hourly", Duration.ofHours(1), walk -> 100 + 30 * walk.wave(24) + 5 * walk.noise()),
  DAY("day, 5 minutes", walk -> 100 + 30 * walk.wave(288) + 5 * walk.noise()),
  WEEK("week, hourly", Duration.ofHours(1), QuietSeries::officeHours),
  RANDOM_WALK("random walk", walk -> walk.follow(1)),
  DRIFTING_VARIANCE("drifting variance", walk -> 100 + walk.noise() * (3 + 2 * walk.wave(2_000))),
  LAPLACE("Laplace", walk -> 5 + (walk.chance(0.5) ? 1 : -1) * walk.exponential()),
  UNIFORM("uniform", Walk::uniform),
  STEPS("whole numbers", walk -> Math.round(20 + 2 * walk.noise())),
  SMOOTH("smooth wave of 100", walk -> walk.wave(100) + 0.01 * walk.noise()),
  DAILY_COUNTS("counts by the day", walk -> walk.poisson(20 + 18 * walk.wave(288))),
  // The mean's logarithm wanders with a standard deviation of 1.
  BURSTY_COUNTS("bursty counts", walk -> walk.poisson(Math.exp(1 + 0.2 * walk.follow(0.98)))),
  EXPONENTIAL("exponential", Walk::exponential);

  static final int POINTS = 4_000;

  private static final int HOURS = 24;
  private static final int DAYS = 7;
  private static final int WORKING_DAYS = 5;

  private final String label;
  private final Duration period;
  private final ToDoubleFunction<Walk> next;

  QuietSeries(String label, ToDoubleFunction<Walk> next) {
    this(label, Duration.ofMinutes(5), next);
  }

  QuietSeries(String label, Duration period, ToDoubleFunction<Walk> next) {
    this.label = label;
    this.period = period;
    this.next = next;
  }

  String label() {
    return label;
  }

  /** The series with that seed, {@value #POINTS} points, none missing. */
  LabelledSeries series(long seed) {
    Walk walk = new Walk(Seeds.of(seed, "values of " + label));
    double[] values = new double[POINTS];
    for (; walk.row() < POINTS; walk.next()) {
      values[walk.row()] = next.applyAsDouble(walk);
    }
    return new LabelledSeries(
        label, period.toSeconds(), Slots.consecutive(POINTS), values, List.of());
  }

  /** Busy by day, half as busy on the last two days of a week, noise in proportion. */
  private static double officeHours(Walk walk) {
    double day = walk.row() / HOURS % DAYS < WORKING_DAYS ? 1 : 0.5;
    double level = 100 + 60 * Math.max(0, walk.wave(HOURS));
    return day * level * (1 + 0.05 * walk.noise());
  }
}
