package io.anomalystack.job.kafka;

import io.anomalystack.job.ingest.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Hands Kafka's records on undecoded. */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    long timestamp =
        record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
            ? RawRecord.NO_TIMESTAMP
            : record.timestamp();
    out.collect(new RawRecord(record.partition(), record.offset(), timestamp, record.value()));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
