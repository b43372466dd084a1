package io.anomalystack.sink;

import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.RejectedRecord;
import java.util.Iterator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A bounded topic that is made up as it is read. */
final class TestPorts implements SinkPorts {
  private final GeneratorFunction<Long, byte[]> topic;
  private final long size;
  private Iterator<RejectedRecord> rejected;

  /** The records' values by offset. */
  TestPorts(GeneratorFunction<Long, byte[]> topic, long size) {
    this.topic = topic;
    this.size = size;
  }

  @Override
  public String topic() {
    return "decisions";
  }

  @Override
  public Source<RawRecord, ?, ?> records() {
    GeneratorFunction<Long, byte[]> values = topic;
    return new DataGeneratorSource<>(
        offset -> new RawRecord(0, offset, 0, values.map(offset)),
        size,
        TypeInformation.of(RawRecord.class));
  }

  @Override
  public void rejected(DataStream<RejectedRecord> stream) {
    rejected = stream.collectAsync();
  }

  /** What was rejected; ends when the job has ended. */
  Iterator<RejectedRecord> rejected() {
    return rejected;
  }
}
