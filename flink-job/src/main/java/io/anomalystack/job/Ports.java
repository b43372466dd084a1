package io.anomalystack.job;

import io.anomalystack.job.detectors.DetectorUpdates;
import io.anomalystack.job.ingest.EventTimeSource;
import io.anomalystack.job.scoring.LiveStart;
import io.anomalystack.model.Alert;
import io.anomalystack.model.Decision;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RemedyRecord;
import io.anomalystack.model.detector.Detector;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The ways in and out of the topology: Kafka, a file, or a test's own. */
public interface Ports {
  /** The records of a topic, decoded for its detectors. */
  EventTimeSource<?, ?> records(String topic, List<Detector> detectors);

  /**
   * How many tasks read a topic: at most one for each partition. A task without a partition would
   * hold event time back until Flink has found it idle.
   *
   * @param parallelism how many there could be
   */
  int readers(String topic, int parallelism);

  /**
   * Where a topic is read from before the job was started, for its detectors to learn from: the
   * instant of the start, in epoch ms. {@link LiveStart#ALWAYS} where it is not.
   */
  default long liveStart(String topic, List<Detector> detectors) {
    return LiveStart.ALWAYS;
  }

  /** Where other detectors come from while the job runs; from nowhere, unless said otherwise. */
  default DetectorUpdates updates() {
    return DetectorUpdates.none();
  }

  /** Takes all decisions; those of one series come in order. */
  void decisions(DataStream<Decision> decisions);

  /** Takes all alerts; those of one incident come in order. */
  void alerts(DataStream<Alert> alerts);

  /**
   * Takes all that is decided of remedies; those of one target come in order. Nothing comes where
   * no detector has a remedy.
   */
  void remedies(DataStream<RemedyRecord> remedies);

  /** Takes all rejected records. */
  void rejected(DataStream<RejectedRecord> rejected);
}
