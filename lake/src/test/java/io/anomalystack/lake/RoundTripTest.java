package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back, whatever it holds. */
class RoundTripTest {
  @TempDir Path directory;

  @Test
  void everyField() throws Exception {
    List<Decision> decisions =
        List.of(
            Decisions.full("2024-08-29T13:35:00Z"),
            Decisions.plain("2024-08-29T13:36:00Z"),
            Decisions.full("1900-01-01T00:00:00Z"),
            Decisions.full("2100-12-31T23:59:59Z"));

    assertThat(read(write(decisions))).isEqualTo(decisions);
  }

  @Test
  void hostileDimensions() throws Exception {
    List<Decision> decisions = new ArrayList<>();
    for (String text :
        List.of("\\", ",", "=", "a=b,c\\=d", "line\nbreak\u0000", "🙂", "", "'; DROP TABLE x;--")) {
      decisions.add(
          Decisions.plain(
              "2024-08-29T13:35:00Z",
              List.of(new Dimension("z" + text, "v"), new Dimension("a", text))));
    }
    decisions.add(Decisions.plain("2024-08-29T13:35:00Z", List.of()));
    decisions.add(Decisions.plain("2024-08-29T13:35:00Z", List.of(new Dimension("", ""))));

    assertThat(read(write(decisions))).isEqualTo(decisions);
  }

  @Test
  void unpairedSurrogatesDoNotStopTheWriter() throws Exception {
    Decision decision =
        Decisions.plain("2024-08-29T13:35:00Z", List.of(new Dimension("a\uD800", "\uDC00b")));

    assertThat(read(write(List.of(decision))).get(0).dimensionList())
        .containsExactly(new Dimension("a?", "?b"));
  }

  @Test
  void numberThatIsNotFiniteIsUnknownOrRefused() throws Exception {
    Decision decision = Decisions.plain("2024-08-29T13:35:00Z");

    assertThat(read(write(List.of(with(decision, 14, Double.NaN)))))
        .containsExactly(with(decision, 14, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(List.of(with(decision, Double.NaN, null))))
        .withMessage(
            "aggregated_measure_value: must be a finite number, was NaN, in decision "
                + decision.decisionId());
  }

  private static Decision with(Decision d, double value, Double upperBound) {
    return new Decision(
        d.detectorName(),
        d.measure(),
        d.timeseriesId(),
        d.anomalyDecisionThreshold(),
        d.dimensionList(),
        value,
        d.anomalyScore(),
        d.detectionPeriodStart(),
        d.detectionPeriodEnd(),
        d.processedDataPoints(),
        d.anomalyConfidenceScore(),
        d.anomalyDecision(),
        d.modelStage(),
        d.expectedValue(),
        d.decisionId(),
        d.filled(),
        d.partial(),
        d.predictedValue(),
        d.lowerBound(),
        upperBound,
        d.alert(),
        d.recordTime(),
        d.sequence());
  }

  @Test
  void manyRowGroups() throws Exception {
    Path file = directory.resolve("many.parquet");
    int rows = 50_000;
    try (ParquetWriter<Decision> writer = DecisionFile.write(file)) {
      for (int i = 0; i < rows; i++) {
        writer.write(Decisions.bulky(i));
      }
    }

    try (DecisionReader reader = DecisionReader.open(file)) {
      assertThat(reader.size()).isEqualTo(rows);
      for (int i = 0; i < rows; i++) {
        assertThat(reader.next()).isEqualTo(Decisions.bulky(i));
      }
      assertThat(reader.next()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"ZSTD", "SNAPPY", "UNCOMPRESSED"})
  void whateverTheCompression(CompressionCodecName codec) throws Exception {
    Path file = directory.resolve("file.parquet");
    Decision decision = Decisions.full("2024-08-29T13:35:00Z");
    try (ParquetWriter<Decision> writer = DecisionFile.write(new LocalOutputFile(file), codec)) {
      writer.write(decision);
    }

    assertThat(read(file)).containsExactly(decision);
  }

  @Test
  void someColumnsOnly() throws Exception {
    Path file = write(List.of(Decisions.full("2024-08-29T13:35:00Z")));

    try (DecisionReader reader =
        DecisionReader.open(file, Set.of("measure", "anomaly_decision", "dimension_list"))) {
      Decision decision = reader.next();
      assertThat(decision.measure()).isEqualTo("tokens+loss");
      assertThat(decision.dimensionList()).hasSize(2);
      assertThat(decision.detectorName()).isNull();
      assertThat(decision.processedDataPoints()).isZero();
      assertThat(decision.measures()).isEmpty();
    }
  }

  @Test
  void columnThatDoesNotExist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionReader.open(directory, Set.of("mesure")))
        .withMessage("'mesure' is no column of the table");
  }

  @Test
  void whatIsNoParquet() throws Exception {
    Path file = Files.writeString(directory.resolve("file.parquet"), "detector,measure\n");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DecisionReader.open(file))
        .withMessageStartingWith(file + ": not a Parquet file");
  }

  @Test
  void whatIsCutOff() throws Exception {
    Path whole = write(List.of(Decisions.full("2024-08-29T13:35:00Z")));
    byte[] bytes = Files.readAllBytes(whole);
    Path file = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, 2000));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DecisionReader.open(file))
        .withMessageStartingWith(file + ": not a Parquet file");
  }

  @Test
  void whatIsDamaged() throws Exception {
    Path file = write(List.of(Decisions.full("2024-08-29T13:35:00Z")));
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 40, 120, (byte) 7);
    Files.write(file, bytes);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith(file + ": damaged: ");
  }

  private Path write(List<Decision> decisions) throws IOException {
    Path file = Files.createTempFile(directory, "written", ".parquet");
    Files.delete(file);
    try (ParquetWriter<Decision> writer = DecisionFile.write(file)) {
      for (Decision decision : decisions) {
        writer.write(decision);
      }
    }
    return file;
  }

  private static List<Decision> read(Path file) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    try (DecisionReader reader = DecisionReader.open(file)) {
      for (Decision decision = reader.next(); decision != null; decision = reader.next()) {
        decisions.add(decision);
      }
    }
    return decisions;
  }
}
