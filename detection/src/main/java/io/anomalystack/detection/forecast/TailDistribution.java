package io.anomalystack.detection.forecast;

import io.anomalystack.detection.snapshot.SnapshotReader;
import io.anomalystack.detection.snapshot.SnapshotWriter;

/**
 * How often a series' own surprises are as large as this one: the upper tail of the distribution of
 * a positive quantity, learned online in constant memory, and extrapolated beyond what was seen.
 *
 * <p>A histogram over the logarithm (eight bins an octave) is decayed by halving. Beyond its 99 %
 * quantile a generalised Pareto distribution takes over, its shape and scale taken from three
 * quantiles, as in J. Pickands, "Statistical inference using extreme order statistics" (1975):
 * quantiles, unlike moments, hardly move when one point in a few hundred is an anomaly. Where they
 * show a tail lighter than exponential, as that of normal noise is, it is extrapolated as {@code
 * exp(-c z^k)}. Values that the distribution itself holds to be all but impossible are learned with
 * little weight, until there are too many of them to be exceptions.
 */
public final class TailDistribution {
  private static final int BINS = 160;
  private static final double BINS_PER_OCTAVE = 8;
  private static final double LOWEST = 0.125;

  /** Nothing is rarer than a value this large: an infinite one has no logarithm to mix. */
  private static final double FARTHEST = 1e12;

  private static final double[] EDGES = edges();
  private static final double[] PRIOR_OF_DEVIATIONS = priors(0, 1);
  private static final double[] PRIOR_OF_SCORES = priors(0.7, 0.3);

  /** Half as many counts are kept of everything when there are this many. */
  private static final double MOST_COUNTS = 8192;

  /** The weight of the distribution that is assumed before anything is known, in points. */
  private static final double PRIOR_COUNTS = 50;

  /** Share of points beyond the quantiles that shape the tail; the first is where it begins. */
  private static final double[] BEYOND = {0.01, 0.04, 0.16};

  /** Of a shape assumed before much is known, and how many points it weighs as much as. */
  private static final double PRIOR_SHAPE = 0.05;

  private static final double PRIOR_SHAPE_COUNTS = 600;
  private static final double HEAVIEST_SHAPE = 0.5;

  /** A shape this far below zero is fully believed to be that of a light tail. */
  private static final double LIGHT_SHAPE = 0.1;

  private static final double LIGHTEST_EXPONENT = 2;

  /** Values less likely than this are held to be exceptions. */
  private static final double EXCEPTIONAL = 1e-4;

  private static final double WEIGHT_OF_EXCEPTIONS = 0.2;

  /** Points at the beginning, when all are learned with full weight, exceptions as less extreme. */
  private static final int YOUNG = 1000;

  private static final double FIRST_REACH = 1.5;

  /** Exceptions more frequent than this are none; twice as frequent ones are learned in full. */
  private static final double TOO_MANY = 0.006;

  private static final double LEAST_EXCEPTIONS_GAIN = 1.0 / 400;

  /** As if so many points without an exception had been there before the first. */
  private static final double FEW_EXCEPTIONS_KNOWN = 200;

  /** So many points may be added before the tail is fitted anew, if none is in the tail. */
  private static final int REFIT_AFTER = 8;

  private final double priorStart;
  private final double priorMean;
  private final boolean lightTails;

  /** {@link #prior} at the edges of the bins. */
  private final double[] priorAtEdges;

  private final float[] counts = new float[BINS];
  private double total;
  private long points;
  private double exceptions;

  private boolean stale = true;
  private int sinceFit;
  private double tailStart;
  private double shape;
  private double scale;
  private double light;
  private double exponent;
  private double exceptional;

  private TailDistribution(
      double priorStart, double priorMean, double[] priorAtEdges, boolean lightTails) {
    this.priorAtEdges = priorAtEdges;
    this.priorStart = priorStart;
    this.priorMean = priorMean;
    this.lightTails = lightTails;
  }

  /** Of absolute deviations in units of their mean. */
  static TailDistribution ofDeviations() {
    return new TailDistribution(0, 1, PRIOR_OF_DEVIATIONS, true);
  }

  /** Of a forest's scores, which are seldom below 0.7. */
  public static TailDistribution ofForestScores() {
    return new TailDistribution(0.7, 0.3, PRIOR_OF_SCORES, false);
  }

  /** The decimal digits of how rare a value at least as large as this is: {@code -log10(p)}. */
  public double rarity(double value) {
    refresh();
    if (value > tailStart) {
      return -logTail(Math.min(value, FARTHEST)) / Math.log(10);
    }
    int bin = bin(value);
    double beyond = counts[bin] * 0.5 + PRIOR_COUNTS * prior(value, priorStart, priorMean);
    for (int i = bin + 1; i < BINS; i++) {
      beyond += counts[i];
    }
    return -Math.log10(Math.min(1, beyond / (total + PRIOR_COUNTS)));
  }

  /** The value that this share of all values exceeds; not beyond where the tail begins. */
  double quantile(double share) {
    double wanted = share * (total + PRIOR_COUNTS);
    double beyond = 0;
    double before = 0;
    for (int i = BINS - 1; i >= 0; i--) {
      beyond += counts[i];
      double now = beyond + PRIOR_COUNTS * priorAtEdges[i];
      if (now >= wanted) {
        return between(EDGES[i + 1], EDGES[i], (wanted - before) / (now - before));
      }
      before = now;
    }
    return EDGES[0];
  }

  /** Learns a value. */
  public void add(double value) {
    refresh();
    points++;
    boolean exception = value > exceptional;
    double gain = Math.max(1.0 / (points + FEW_EXCEPTIONS_KNOWN), LEAST_EXCEPTIONS_GAIN);
    exceptions += gain * ((exception ? 1 : 0) - exceptions);
    double learned = value;
    double weight = 1;
    if (exception) {
      double usual = Math.max(0, Math.min(1, (exceptions - TOO_MANY) / TOO_MANY));
      boolean young = points <= YOUNG;
      double nearest = Math.min(value, (young ? FIRST_REACH : 1) * exceptional);
      learned = between(nearest, value, usual);
      weight = young ? 1 : WEIGHT_OF_EXCEPTIONS + (1 - WEIGHT_OF_EXCEPTIONS) * usual;
    }
    counts[bin(learned)] += (float) weight;
    total += weight;
    if (total >= MOST_COUNTS) {
      halve();
    }
    sinceFit++;
    stale = stale || sinceFit >= REFIT_AFTER || learned > tailStart;
  }

  public void writeTo(SnapshotWriter writer) {
    writer.putFloats(counts);
    writer.putDouble(total);
    writer.putLong(points);
    writer.putDouble(exceptions);
    writer.putBoolean(stale);
    writer.putInt(sinceFit);
    writer.putDoubles(new double[] {tailStart, shape, scale, light, exponent, exceptional});
  }

  /** Of the forest's scores; the others are read by the package. */
  public static TailDistribution readForestScores(SnapshotReader reader) {
    return ofForestScores().fill(reader);
  }

  static TailDistribution readDeviations(SnapshotReader reader) {
    return ofDeviations().fill(reader);
  }

  private TailDistribution fill(SnapshotReader reader) {
    float[] saved = reader.getFloatArray();
    System.arraycopy(saved, 0, counts, 0, BINS);
    total = reader.getDouble();
    points = reader.getLong();
    exceptions = reader.getDouble();
    stale = reader.getBoolean();
    sinceFit = reader.getInt();
    double[] fit = reader.getDoubles();
    tailStart = fit[0];
    shape = fit[1];
    scale = fit[2];
    light = fit[3];
    exponent = fit[4];
    exceptional = fit[5];
    return this;
  }

  private void refresh() {
    if (stale) {
      fit();
      stale = false;
      sinceFit = 0;
    }
  }

  private void fit() {
    double far = quantile(BEYOND[0]);
    double middle = quantile(BEYOND[1]);
    double near = quantile(BEYOND[2]);
    double upper = Math.max(1e-3 * far, far - middle);
    double lower = Math.max(1e-3 * far, middle - near);
    double trust = total / (total + PRIOR_SHAPE_COUNTS);
    double seen = Math.log(upper / lower) / Math.log(4);
    double believed = trust * seen + (1 - trust) * PRIOR_SHAPE;
    shape = Math.max(0, Math.min(HEAVIEST_SHAPE, believed));
    light = lightTails ? Math.max(0, Math.min(1, -believed / LIGHT_SHAPE)) : 0;
    double ratio = Math.log(Math.log(BEYOND[0]) / Math.log(BEYOND[2])) / Math.log(far / near);
    exponent = Math.max(1, Math.min(LIGHTEST_EXPONENT, ratio));
    // Two estimates of the scale at the middle quantile, then what it is where the tail begins.
    double growth = Math.pow(4, shape);
    double unit = shape < 1e-6 ? Math.log(4) : (growth - 1) / shape;
    scale = 0.5 * (upper / unit + lower / unit * growth) * growth;
    tailStart = far;
    double times = BEYOND[0] / EXCEPTIONAL;
    exceptional =
        tailStart
            + (shape < 1e-6
                ? scale * Math.log(times)
                : scale / shape * (Math.pow(times, shape) - 1));
  }

  private double logTail(double value) {
    double x = (value - tailStart) / scale;
    double start = Math.log(BEYOND[0]);
    double pareto = start - (shape < 1e-6 ? x : Math.log(1 + shape * x) / shape);
    if (light == 0) {
      return pareto;
    }
    double stretched = start * Math.pow(value / tailStart, exponent);
    return (1 - light) * pareto + light * Math.min(pareto, stretched);
  }

  private void halve() {
    for (int i = 0; i < BINS; i++) {
      counts[i] /= 2;
    }
    total /= 2;
  }

  /** The share of values beyond this one, before any is known. */
  private static double prior(double value, double start, double mean) {
    return value <= start ? 1 : Math.exp(-(value - start) / mean);
  }

  private static double[] priors(double start, double mean) {
    double[] priors = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      priors[i] = prior(EDGES[i], start, mean);
    }
    return priors;
  }

  private static double between(double from, double to, double part) {
    return from * Math.pow(to / from, part);
  }

  private static int bin(double value) {
    if (value <= LOWEST) {
      return 0;
    }
    return Math.min(BINS - 1, (int) (Math.log(value / LOWEST) / Math.log(2) * BINS_PER_OCTAVE));
  }

  private static double[] edges() {
    double[] edges = new double[BINS + 1];
    for (int i = 0; i <= BINS; i++) {
      edges[i] = LOWEST * Math.pow(2, i / BINS_PER_OCTAVE);
    }
    return edges;
  }
}
