package io.anomalystack.ingestion.postgres;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What {@code pg_current_snapshot()} says: {@code xmin:xmax:list}. Transactions before xmin have
 * ended, those from xmax on have not, and between them those of the list have not.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">Transaction ID and
 *     Snapshot Information Functions</a>
 * @param inProgress in ascending order
 */
record Snapshot(BigInteger xmin, BigInteger xmax, List<BigInteger> inProgress) {
  static Snapshot parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("expected xmin:xmax:list, was '" + text + "'");
    }
    List<BigInteger> inProgress = new ArrayList<>();
    for (String id : parts[2].isEmpty() ? new String[0] : parts[2].split(",")) {
      inProgress.add(new BigInteger(id));
    }
    return new Snapshot(
        new BigInteger(parts[0]), new BigInteger(parts[1]), List.copyOf(inProgress));
  }

  /** Whether a transaction had ended, as {@code pg_visible_in_snapshot} says it. */
  boolean sees(BigInteger transaction) {
    return transaction.compareTo(xmax) < 0
        && (transaction.compareTo(xmin) < 0
            || Collections.binarySearch(inProgress, transaction) < 0);
  }

  /** The transactions that have ended between this snapshot's end and a later one, by number. */
  List<BigInteger> endedBefore(Snapshot later) {
    return inProgress.stream().filter(later::sees).toList();
  }
}
