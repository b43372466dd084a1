package io.anomalystack.job.ingest;

import io.anomalystack.job.detectors.DetectorSet;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A split together with its clock and its detectors, so that they are restored and rescaled with
 * the offset.
 *
 * @param split the wrapped source's split
 * @param now see {@link PartitionClock#now}
 * @param unconfirmed see {@link PartitionClock#unconfirmed}
 * @param detectors by which its records are read from here on; null where they cannot change
 * @param <S> the wrapped source's type of split
 */
record EventTimeSplit<S extends SourceSplit>(
    S split, long now, long unconfirmed, DetectorSet detectors) implements SourceSplit {
  static <S extends SourceSplit> EventTimeSplit<S> fresh(S split, DetectorSet detectors) {
    return new EventTimeSplit<>(split, PartitionClock.UNKNOWN, PartitionClock.UNKNOWN, detectors);
  }

  @Override
  public String splitId() {
    return split.splitId();
  }
}
