package io.anomalystack.job.ingest;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A split together with its clock, so that event time is restored and rescaled with the offset.
 *
 * @param split the wrapped source's split
 * @param now see {@link PartitionClock#now}
 * @param unconfirmed see {@link PartitionClock#unconfirmed}
 * @param <S> the wrapped source's type of split
 */
record EventTimeSplit<S extends SourceSplit>(S split, long now, long unconfirmed)
    implements SourceSplit {
  static <S extends SourceSplit> EventTimeSplit<S> fresh(S split) {
    return new EventTimeSplit<>(split, PartitionClock.UNKNOWN, PartitionClock.UNKNOWN);
  }

  @Override
  public String splitId() {
    return split.splitId();
  }
}
