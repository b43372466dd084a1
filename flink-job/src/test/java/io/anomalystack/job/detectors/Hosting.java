package io.anomalystack.job.detectors;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * One task of a keyed operator that hears of other detectors, without a cluster around it.
 *
 * @param <K> the key
 * @param <IN> what the operator takes
 * @param <OUT> what it sends on
 */
public final class Hosting<K, IN, OUT>
    extends KeyedTwoInputStreamOperatorTestHarness<K, IN, DetectorSet, OUT> {
  public Hosting(
      TwoInputStreamOperator<IN, DetectorSet, OUT> operator,
      KeySelector<IN, K> key,
      TypeInformation<K> type)
      throws Exception {
    super(operator, key, null, type);
  }

  /** One of several tasks. */
  public Hosting(
      TwoInputStreamOperator<IN, DetectorSet, OUT> operator,
      KeySelector<IN, K> key,
      TypeInformation<K> type,
      int maxParallelism,
      int parallelism,
      int subtask)
      throws Exception {
    super(operator, key, null, type, maxParallelism, parallelism, subtask);
  }

  /** Other detectors come. */
  public void detectors(DetectorSet set) throws Exception {
    processElement2(new StreamRecord<>(set));
  }
}
