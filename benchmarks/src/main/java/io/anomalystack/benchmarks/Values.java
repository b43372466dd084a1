package io.anomalystack.benchmarks;

/** A series' values: a level of its own with noise, and now and then a spike. Stateless. */
final class Values {
  private Values() {}

  static double of(long series, long point) {
    long bits = mix(series * 0x9E3779B97F4A7C15L + point);
    double noise =
        ((bits >>> 40) / (double) (1 << 24) + ((bits >>> 16) & 0xFFFFFF) / (double) (1 << 24)) - 1;
    double spike = (bits & 0x3FF) == 0 ? 8 : 0;
    return 100 + series % 17 + 10 * (noise + spike);
  }

  /** SplitMix64's finaliser. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
