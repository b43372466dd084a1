package io.anomalystack.notifier;

import io.anomalystack.functions.KafkaRecord;
import java.util.List;
import java.util.Map;

/**
 * What became of a batch.
 *
 * @param failed the records that have to come again, or go to a failure destination; in their order
 * @param records how many had each fate
 * @param messages how many went through a channel now
 * @param repeated how many had gone through before
 * @param refused how many a channel will never take as things are
 */
public record Report(
    List<KafkaRecord> failed, Map<Fate, Integer> records, int messages, int repeated, int refused) {
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
