package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other engines find in the footer of a file. */
class DecisionSchemaTest {
  /** Read by deployed queries: columns are only ever appended, and then optional. */
  private static final MessageType CONTRACT =
      MessageTypeParser.parseMessageType(
          """
          message decision {
            required binary detector_name (STRING);
            required binary measure (STRING);
            required binary timeseries_id (STRING);
            required double anomaly_decision_threshold;
            required group dimension_list (MAP) {
              repeated group key_value {
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
            required binary decision_id (STRING);
            required boolean filled;
            required boolean partial;
            optional double predicted_value;
            optional double lower_bound;
            optional double upper_bound;
            required int32 alert;
            optional int64 record_time (TIMESTAMP(MILLIS,true));
            optional double sequence;
            optional double suppressed_score;
            optional binary suppressed_by (STRING);
            optional binary contributors (STRING);
            optional int64 anomaly_start_time (TIMESTAMP(MILLIS,true));
            optional binary held_back (STRING);
            optional double points_until_inference;
            optional binary measures (STRING);
            optional double step;
            optional binary rule_results (STRING);
            optional binary peer (STRING);
            optional double peer_deviation;
            optional double peer_score;
            optional binary denominator (STRING);
          }
          """);

  @TempDir Path directory;

  @Test
  void columnsAreTheContracts() throws Exception {
    try (ParquetFileReader file = written()) {
      assertThat(file.getFileMetaData().getSchema().toString()).isEqualTo(CONTRACT.toString());
    }
  }

  @Test
  void everyPageIsCompressedAndTextsAreDictionaries() throws Exception {
    try (ParquetFileReader file = written()) {
      assertThat(file.getRowGroups().get(0).getColumns())
          .extracting(ColumnChunkMetaData::getCodec)
          .containsOnly(CompressionCodecName.ZSTD);
      assertThat(column(file, "detector_name").hasDictionaryPage()).isTrue();
    }
  }

  @Test
  void enginesCanSkipByTimeAndSeries() throws Exception {
    try (ParquetFileReader file = written()) {
      assertThat(column(file, "detection_period_start_time").getStatistics().genericGetMin())
          .isEqualTo(1_724_938_500_000L);
      assertThat(column(file, "timeseries_id").getStatistics().hasNonNullValue()).isTrue();
      assertThat(file.readColumnIndex(column(file, "timeseries_id"))).isNotNull();
    }
  }

  @Test
  void rowGroupsStaySmallEnoughForManyFilesToBeOpen() throws Exception {
    Path path = directory.resolve("large.parquet");
    try (ParquetWriter<Decision> writer = DecisionFile.write(path)) {
      for (int i = 0; i < 50_000; i++) {
        writer.write(Decisions.bulky(i));
      }
    }
    try (ParquetFileReader file = open(path)) {
      assertThat(file.getRowGroups())
          .hasSizeGreaterThan(1)
          .allMatch(group -> group.getCompressedSize() <= DecisionFile.ROW_GROUP_BYTES);
    }
  }

  private static ColumnChunkMetaData column(ParquetFileReader file, String name) {
    return file.getRowGroups().get(0).getColumns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ParquetFileReader written() throws Exception {
    Path path = directory.resolve("file.parquet");
    try (ParquetWriter<Decision> writer = DecisionFile.write(path)) {
      for (int i = 0; i < 100; i++) {
        writer.write(Decisions.full("2024-08-29T13:35:00Z"));
      }
    }
    return open(path);
  }

  private static ParquetFileReader open(Path path) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(path),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }
}
