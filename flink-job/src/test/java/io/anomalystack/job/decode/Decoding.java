package io.anomalystack.job.decode;

import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.RawRecord;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A decoder of one topic at work, a few seconds after the corpus' records were made. */
final class Decoding {
  static final String TOPIC = "sales";
  static final int PARTITION = 3;
  static final long OFFSET = 41;
  static final long RECEIVED = Instant.parse("2024-08-29T13:35:13Z").toEpochMilli();
  static final long NOW = RECEIVED + 1_000;

  private final TopicDecoder decoder;

  private Decoding(RecordFormat format, long now, List<Detector> detectors) {
    decoder = new TopicDecoder(TOPIC, detectors, format, () -> now);
  }

  static Decoding json(Detector... detectors) {
    return new Decoding(new RecordFormat.Json(), NOW, List.of(detectors));
  }

  static Decoding jsonAt(long now, Detector... detectors) {
    return new Decoding(new RecordFormat.Json(), now, List.of(detectors));
  }

  static Decoding otlp(boolean protobuf, Detector... detectors) {
    return new Decoding(new RecordFormat.Otlp(protobuf), NOW, List.of(detectors));
  }

  static Decoding csv(String header, Detector... detectors) {
    return new Decoding(new RecordFormat.Csv(CsvRow.header(header)), NOW, List.of(detectors));
  }

  Decoded decode(String record) {
    return decode(record.getBytes(StandardCharsets.UTF_8));
  }

  Decoded decode(byte[] record) {
    return decode(record, RECEIVED);
  }

  Decoded decode(String record, long recordTimestamp) {
    return decode(record.getBytes(StandardCharsets.UTF_8), recordTimestamp);
  }

  private Decoded decode(byte[] record, long recordTimestamp) {
    return decoder.decode(new RawRecord(PARTITION, OFFSET, recordTimestamp, record));
  }
}
