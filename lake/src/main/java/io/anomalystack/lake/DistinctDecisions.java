package io.anomalystack.lake;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some rows of the table as decisions, each once. Of rows with one id, which all lie in one
 * partition, it takes the one that the SQL views take, whatever file comes first: where a run with
 * other settings decided the same again, the copies differ.
 */
public final class DistinctDecisions {
  /** The views' {@code order by}, backwards: the greatest is the one that counts. */
  private static final Comparator<Decision> LEAST_FIRST =
      Comparator.comparingLong(Decision::processedDataPoints)
          .thenComparingDouble(Decision::anomalyScore)
          .thenComparingDouble(Decision::anomalyDecisionThreshold);

  private final Map<String, Decision> byId = new LinkedHashMap<>();

  /** Adds a row; returns whether it is the first with its id. */
  public boolean add(Decision row) {
    Decision other = byId.putIfAbsent(row.decisionId(), row);
    if (other != null && LEAST_FIRST.compare(row, other) > 0) {
      byId.put(row.decisionId(), row);
    }
    return other == null;
  }

  /** How many decisions there are. */
  public int size() {
    return byId.size();
  }

  /** Hands on the decisions, in the order in which their ids first came. */
  public void forEach(LakeReader.Taker taker) throws IOException {
    for (Decision decision : byId.values()) {
      taker.take(decision);
    }
  }
}
