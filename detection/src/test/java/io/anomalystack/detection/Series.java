package io.anomalystack.detection;

import java.util.Random;

/** Kinds of seeded series for tests. */
public enum Series {
  UNIFORM {
    @Override
    double at(int index, Random random) {
      return 100 + 40 * (random.nextDouble() - 0.5);
    }
  },
  NORMAL {
    @Override
    double at(int index, Random random) {
      return 100 + 20 * random.nextGaussian();
    }
  },
  SINE {
    @Override
    double at(int index, Random random) {
      return 50 + 30 * Math.sin(index / 12.0) + 2 * random.nextGaussian();
    }
  },
  TIGHT {
    @Override
    double at(int index, Random random) {
      return 1000 + 0.2 * (random.nextDouble() - 0.5);
    }
  },
  SMALL_COUNTS {
    @Override
    double at(int index, Random random) {
      return random.nextInt(4);
    }
  },
  LOGNORMAL {
    @Override
    double at(int index, Random random) {
      return Math.exp(3 + 0.5 * random.nextGaussian());
    }
  },
  SPARSE {
    @Override
    double at(int index, Random random) {
      double amount = 50 * random.nextDouble();
      return random.nextInt(20) == 0 ? amount : 0;
    }
  },
  CONSTANT {
    @Override
    double at(int index, Random random) {
      return 5;
    }
  },
  ZERO {
    @Override
    double at(int index, Random random) {
      return 0;
    }
  };

  abstract double at(int index, Random random);

  public double[] values(int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = at(i, random);
    }
    return values;
  }
}
