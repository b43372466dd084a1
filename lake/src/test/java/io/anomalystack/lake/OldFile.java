package io.anomalystack.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes files as another release would: their columns are given, not ours. */
final class OldFile {
  /** The columns of the very first decisions. */
  static final String SEED =
      """
      message decision {
        required binary detector_name (STRING);
        required binary measure (STRING);
        required binary timeseries_id (STRING);
        required double anomaly_decision_threshold;
        required group dimension_list (MAP) {
          repeated group key_value (MAP_KEY_VALUE) {
            required binary key (STRING);
            required binary value (STRING);
          }
        }
        required binary dimensions (STRING);
        required double aggregated_measure_value;
        required double anomaly_score;
        required int64 detection_period_start_time (TIMESTAMP(MILLIS,true));
        required int64 detection_period_end_time (TIMESTAMP(MILLIS,true));
        required int64 processed_data_points;
        required double anomaly_confidence_score;
        required int32 anomaly_decision;
        required binary model_stage (STRING);
        required double expected_value;
      }
      """;

  static final int ROWS = 5;
  static final Instant START = Instant.parse("2024-08-29T13:35:00Z");
  static final String SERIES = "f3c7f14e".repeat(8);

  private OldFile() {}

  /**
   * Writes the golden file.
   *
   * @param args where to
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), SEED, row -> {});
  }

  /** Writes five minutes of one series; the last is an anomaly. */
  static void write(Path path, String schema, Consumer<Group> more) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withType(type)
            .build()) {
      for (int i = 0; i < ROWS; i++) {
        Group row = new SimpleGroup(type);
        fill(row, i);
        more.accept(row);
        writer.write(row);
      }
    }
  }

  private static void fill(Group row, int minute) {
    boolean anomaly = minute == ROWS - 1;
    long start = START.toEpochMilli() + 60_000L * minute;
    row.add("detector_name", "canvas-ad-blog-demo-1");
    row.add("measure", "quantity");
    row.add("timeseries_id", SERIES);
    row.add("anomaly_decision_threshold", 70.0);
    Group entry = row.addGroup("dimension_list").addGroup("key_value");
    entry.add("key", "product_name");
    entry.add("value", "item-A");
    row.add("dimensions", "product_name=item-A");
    row.add("aggregated_measure_value", 14.0 + minute);
    row.add("anomaly_score", anomaly ? 91.25 : 0.0);
    row.add("detection_period_start_time", start);
    row.add("detection_period_end_time", start + 60_000);
    row.add("processed_data_points", 1261L + minute);
    row.add("anomaly_confidence_score", 80.4674989791107);
    row.add("anomaly_decision", anomaly ? 1 : 0);
    row.add("model_stage", "INFERENCE");
    row.add("expected_value", anomaly ? 13.5 : 0.0);
  }
}
