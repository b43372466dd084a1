package io.anomalystack.remedy;

import io.anomalystack.functions.KafkaRecord;
import java.util.List;
import java.util.Map;

/**
 * What became of a batch.
 *
 * @param failed the records that have to come again, or go to a failure destination; in their order
 * @param records how many had each fate
 */
public record Report(List<KafkaRecord> failed, Map<Fate, Integer> records) {
  /** Copies the collections. */
  public Report {
    failed = List.copyOf(failed);
    records = Map.copyOf(records);
  }

  /** How many records had this fate. */
  public int count(Fate fate) {
    return records.getOrDefault(fate, 0);
  }
}
