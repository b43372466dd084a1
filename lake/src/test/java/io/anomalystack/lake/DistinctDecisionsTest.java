package io.anomalystack.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.model.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctDecisionsTest {
  private static final String START = "2024-08-29T13:35:00Z";

  @TempDir Path lake;

  @Test
  void idsCountOnceInTheOrderInWhichTheyCame() throws Exception {
    Decision first = Decisions.plain("2024-08-29T13:36:00Z");
    Decision second = Decisions.plain("2024-08-29T13:35:00Z");
    DistinctDecisions distinct = new DistinctDecisions();

    assertThat(Stream.of(first, second, first, second).map(distinct::add).toList())
        .containsExactly(true, true, false, false);

    assertThat(distinct.size()).isEqualTo(2);
    assertThat(all(distinct)).containsExactly(first, second);
  }

  /** Points processed, score and threshold of two copies, the one that counts first. */
  @ParameterizedTest
  @ValueSource(
      strings = {"9 10 50, 8 90 70", "9 10 50, 8 10 50", "9 90 50, 9 80 70", "9 90 70, 9 90 50"})
  void ofCopiesThatDifferTheSameCountsWhicheverFileComesFirst(String copies) throws Exception {
    List<Decision> both =
        Arrays.stream(copies.split(", ", -1)).map(DistinctDecisionsTest::copy).toList();
    List<Decision> backwards = new ArrayList<>(both);
    Collections.reverse(backwards);

    for (List<Decision> order : List.of(both, backwards)) {
      write("a", order.get(0));
      write("b", order.get(1));
      DistinctDecisions distinct = new DistinctDecisions();
      LakeReader.of(lake).forEach(distinct::add);

      assertThat(all(distinct)).containsExactly(both.get(0));
    }
  }

  private static Decision copy(String text) {
    String[] parts = text.split(" ", -1);
    Decision plain = Decisions.plain(START);
    return new Decision(
        plain.detectorName(),
        plain.measure(),
        plain.timeseriesId(),
        Double.parseDouble(parts[2]),
        plain.dimensionList(),
        plain.aggregatedMeasureValue(),
        Double.parseDouble(parts[1]),
        plain.detectionPeriodStart(),
        plain.detectionPeriodEnd(),
        Long.parseLong(parts[0]),
        plain.anomalyConfidenceScore(),
        plain.anomalyDecision(),
        plain.modelStage(),
        plain.expectedValue(),
        plain.decisionId(),
        plain.filled(),
        plain.partial(),
        null,
        null,
        null,
        0,
        null,
        null);
  }

  private void write(String name, Decision decision) throws IOException {
    try (LakeWriter writer = new LakeWriter(lake, name)) {
      writer.write(decision);
      writer.complete();
    }
  }

  private static List<Decision> all(DistinctDecisions distinct) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    distinct.forEach(decisions::add);
    return decisions;
  }
}
