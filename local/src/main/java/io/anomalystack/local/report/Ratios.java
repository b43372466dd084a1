package io.anomalystack.local.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Shares of 0 to 1 as people read them. */
public final class Ratios {
  /** Stands for what is not known. */
  public static final String UNKNOWN = "–";

  private Ratios() {}

  /** A share with three decimals. */
  public static String text(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }

  public static String text(OptionalDouble share) {
    return share.isEmpty() ? UNKNOWN : text(share.getAsDouble());
  }
}
