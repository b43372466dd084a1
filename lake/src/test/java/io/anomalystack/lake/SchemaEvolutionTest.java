package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.Explanation;
import io.anomalystack.model.TimeSeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other releases beside those of this one. */
class SchemaEvolutionTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/seed-columns.parquet");

  @TempDir Path lake;

  @Test
  void oldFileIsReadBesideANewOne() throws Exception {
    Path partition = Files.createDirectories(lake.resolve("decisions/date=2024-08-29"));
    Files.copy(GOLDEN, partition.resolve("old.parquet"));
    Decision now = Decisions.full("2024-08-29T13:40:00Z");
    try (LakeWriter writer = new LakeWriter(lake, "new")) {
      writer.write(now);
      writer.complete();
    }

    List<Decision> decisions = read(LakeReader.of(lake));

    assertThat(decisions).hasSize(OldFile.ROWS + 1).contains(now);
    assertOld(decisions.subList(1, decisions.size()));
  }

  @Test
  void columnsInAnotherOrderAndUnknownOnesDoNoHarm() throws Exception {
    Path partition = Files.createDirectories(lake.resolve("decisions/date=2024-08-29"));
    String columns = OldFile.SEED;
    String first = "  required binary detector_name (STRING);\n";
    String later = "  optional binary of_a_later_release (STRING);\n  optional int32 rank;\n";
    OldFile.write(
        partition.resolve("later.parquet"),
        columns.replace(first, later).replaceFirst("}\\s*$", first + "}"),
        row -> row.append("rank", 7));

    assertOld(read(LakeReader.of(lake)));
  }

  @Test
  void columnOfAnotherTypeIsNamed() throws Exception {
    Path file = lake.resolve("wrong.parquet");
    OldFile.write(
        file,
        OldFile.SEED.replace(
            "detection_period_end_time (TIMESTAMP(MILLIS,true))",
            "detection_period_end_time (TIMESTAMP(MICROS,true))"),
        row -> {});

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DecisionReader.open(file))
        .withMessage(
            file
                + ": column detection_period_end_time: expected required int64"
                + " detection_period_end_time (TIMESTAMP(MILLIS,true)), was required int64"
                + " detection_period_end_time (TIMESTAMP(MICROS,true))");
  }

  private static void assertOld(List<Decision> decisions) {
    assertThat(decisions).hasSize(OldFile.ROWS);
    for (int i = 0; i < OldFile.ROWS; i++) {
      Decision decision = decisions.get(i);
      long start = OldFile.START.toEpochMilli() + 60_000L * i;
      assertThat(decision.detectorName()).isEqualTo("canvas-ad-blog-demo-1");
      assertThat(decision.dimensionList()).containsExactly(new Dimension("product_name", "item-A"));
      assertThat(decision.detectionPeriodStart()).isEqualTo(start);
      assertThat(decision.aggregatedMeasureValue()).isEqualTo(14.0 + i);
      assertThat(decision.processedDataPoints()).isEqualTo(1261 + i);
      assertThat(decision.decisionId())
          .isEqualTo(TimeSeriesId.decisionId(OldFile.SERIES, start, 0));
      assertThat(decision.anomalyDecision())
          .isEqualTo(decision.alert())
          .isEqualTo(i == OldFile.ROWS - 1 ? 1 : 0);
      assertThat(decision.filled()).isFalse();
      assertThat(decision.upperBound()).isNull();
      assertThat(decision.sequence()).isNull();
      assertThat(decision.suppression()).isNull();
      assertThat(decision.explanation()).isEqualTo(Explanation.NONE);
      assertThat(decision.measures()).isEmpty();
    }
  }

  private static List<Decision> read(LakeReader reader) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    reader.forEach(decisions::add);
    return decisions;
  }
}
