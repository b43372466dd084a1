package io.anomalystack.testdata;

import java.util.Comparator;

/**
 * One transaction.
 *
 * @param second within its minute
 */
record Sale(int second, Product product, int quantity) {
  /** Sorting is stable, so sales of one second keep the order in which they were made up. */
  static final Comparator<Sale> IN_TIME = Comparator.comparingInt(Sale::second);
}
