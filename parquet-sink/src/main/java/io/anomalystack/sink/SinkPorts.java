package io.anomalystack.sink;

import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.RejectedRecord;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The ways into the sink and past it: Kafka, or a test's own. */
public interface SinkPorts {
  /** The topic of decisions, as dead letters name it. */
  String topic();

  /** The records of that topic. */
  Source<RawRecord, ?, ?> records();

  /** Takes what is no decision. */
  void rejected(DataStream<RejectedRecord> rejected);
}
