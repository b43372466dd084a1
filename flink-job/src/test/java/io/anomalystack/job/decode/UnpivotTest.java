package io.anomalystack.job.decode;

import static io.anomalystack.model.RejectionReason.BAD_TIMESTAMP;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.NOT_A_FINITE_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.detector.Detector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that become points. */
class UnpivotTest {
  private static final String TIME = "\"timestamp\":\"2024-08-29T13:35:12Z\"";

  private static Detector layers(String fields, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "name: layers",
                "dimensions: [run, layer]",
                "measures: [{field: grad_norm, aggregation: last}]",
                "unpivot: {fields: '" + fields + "', name: layer, value: grad_norm}"));
    settings.addAll(List.of(more));
    return TestDetectors.sales(settings.toArray(String[]::new));
  }

  @Test
  void membersOfAnObjectArePoints() {
    Decoded decoded =
        Decoding.json(layers("/grad_norms/*"))
            .decode("{%s,\"run\":\"a\",\"grad_norms\":{\"h.0\":0.5,\"h.1\":0.25}}".formatted(TIME));

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples())
        .extracting(s -> s.key().values(), s -> s.values()[0])
        .containsExactly(tuple(List.of("a", "h.0"), 0.5), tuple(List.of("a", "h.1"), 0.25));
  }

  @Test
  void topLevelNamesArePoints() {
    Decoded decoded =
        Decoding.json(layers("l2_norm/grad/*.weight"))
            .decode(
                "{%s,\"run\":\"a\",\"l2_norm/grad/h.0.weight\":1,\"l2_norm/grad/h.0.bias\":2,\"l2_norm/grad/.weight\":3,\"l2_norm/moment/h.0.weight\":4}"
                    .formatted(TIME));

    assertThat(decoded.samples())
        .extracting(s -> s.key().values().get(1), s -> s.values()[0])
        .containsExactly(tuple("h.0", 1.0));
  }

  @Test
  void wildcardMayStandOnTheWay() {
    Decoded decoded =
        Decoding.json(layers("/layers/*/grad_norm"))
            .decode(
                "{%s,\"run\":\"a\",\"layers\":[{\"grad_norm\":1,\"lr\":9},{\"lr\":9},{\"grad_norm\":3}]}"
                    .formatted(TIME));

    assertThat(decoded.samples())
        .extracting(s -> s.key().values().get(1), s -> s.values()[0])
        .containsExactly(tuple("0", 1.0), tuple("2", 3.0));
  }

  @Test
  void escapedNamesAreNamedAsTheyAre() {
    Decoded decoded =
        Decoding.json(layers("/g/*"))
            .decode("{%s,\"run\":\"a\",\"g\":{\"a/b~c\":\"bad\"}}".formatted(TIME));

    assertThat(decoded.rejected().get(0).detail()).startsWith("measure '/g/a~1b~0c' must be");
  }

  @Test
  void csvColumnsArePoints() {
    Decoded decoded =
        Decoding.csv("timestamp,run,grad_norm/h.0,loss,grad_norm/h.1", layers("grad_norm/*"))
            .decode("2024-08-29T13:35:12Z,a,0.5,7,");

    assertThat(decoded.samples())
        .extracting(s -> s.key().values().get(1), s -> s.values()[0])
        .containsExactly(tuple("h.0", 0.5));
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(tuple(MISSING_FIELD, "field 'grad_norm/h.1' is missing, null or empty"));
  }

  @Test
  void badPointIsRejectedAloneAndByItself() {
    Decoded decoded =
        Decoding.json(layers("/g/*", "step: step"))
            .decode(
                "{%s,\"run\":\"a\",\"step\":7,\"note\":\"%s\",\"g\":{\"x\":1,\"y\":\"bad\",\"z\":null,\"w\":{}}}"
                    .formatted(TIME, "n".repeat(1_000)));

    assertThat(decoded.samples()).extracting(s -> s.key().values().get(1)).containsExactly("x");
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(
                "grad_norm",
                NOT_A_FINITE_NUMBER,
                "measure '/g/y' must be a JSON number within a double's range, was the string"
                    + " 'bad'"),
            tuple(null, MISSING_FIELD, "field '/g/z' is missing, null or empty"),
            tuple(
                "grad_norm",
                NOT_A_FINITE_NUMBER,
                "measure '/g/w' must be a JSON number within a double's range, was nested"));
    assertThat(new String(decoded.rejected().get(0).payload(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"layer\":\"y\",\"grad_norm\":\"bad\",\"timestamp\":\"2024-08-29T13:35:12Z\",\"step\":7,\"run\":\"a\"}");
  }

  @Test
  void whatIsWrongWithTheWholeRecordIsSaidOnce() {
    Decoding decoding = Decoding.json(layers("/g/*"));

    assertThat(
            decoding
                .decode("{\"timestamp\":\"soon\",\"run\":\"a\",\"g\":{\"x\":1,\"y\":2}}")
                .rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(BAD_TIMESTAMP);
    assertThat(decoding.decode("{%s,\"run\":\"a\"}".formatted(TIME)).rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(MISSING_FIELD, "no field matches '/g/*', of which unpivot makes points"));
  }

  @Test
  void otherDetectorsSeeTheRecordAsItIs() {
    Decoding decoding =
        Decoding.json(
            layers("/g/*"),
            TestDetectors.sales(
                "name: run",
                "dimensions: [run]",
                "measures: [{field: loss}, {field: /g/x, name: x}]"),
            layers("/g/h*", "name: some"));

    Decoded decoded =
        decoding.decode("{%s,\"run\":\"a\",\"loss\":2,\"g\":{\"x\":1,\"h1\":3}}".formatted(TIME));

    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples())
        .extracting(Sample::detector, s -> s.key().values(), s -> s.values()[0])
        .containsExactly(
            tuple(0, List.of("a", "x"), 1.0),
            tuple(0, List.of("a", "h1"), 3.0),
            tuple(1, List.of("a"), 2.0),
            tuple(2, List.of("a", "1"), 3.0));
    assertThat(decoded.samples().get(2).values()).containsExactly(2, 1);
    assertThat(new String(decoded.samples().get(2).payload(), StandardCharsets.UTF_8))
        .startsWith("{\"timestamp\"");
  }

  @Test
  void otherFieldsAreSharedByThePoints() {
    Decoded decoded =
        Decoding.json(
                layers("/g/*", "measures: [{field: grad_norm}, {field: loss}, {field: none}]"))
            .decode("{%s,\"run\":\"a\",\"loss\":2,\"g\":{\"x\":1,\"y\":3}}".formatted(TIME));

    assertThat(decoded.samples())
        .extracting(Sample::values)
        .containsExactly(new double[] {1, 2, Double.NaN}, new double[] {3, 2, Double.NaN});
  }

  /** However wide a record is, and whatever it holds, no point is lost or made up. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void pointsAreWhatTheRecordHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Decoding decoding = Decoding.json(layers("/g/*"));
    for (int i = 0; i < 200; i++) {
      int width = random.nextInt(1, 40);
      StringBuilder json = new StringBuilder("{" + TIME + ",\"run\":\"a\",\"g\":{");
      List<String> good = new ArrayList<>();
      int bad = 0;
      for (int j = 0; j < width; j++) {
        // Names come and go, and not in one order.
        String name = "l" + (j * 1_000 + random.nextInt(1_000));
        json.append(j == 0 ? "" : ",").append('"').append(name).append("\":");
        switch (random.nextInt(4)) {
          case 0 -> {
            json.append("[1]");
            bad++;
          }
          case 1 -> {
            json.append("null");
            bad++;
          }
          default -> {
            json.append(j);
            good.add(name + "=" + (double) j);
          }
        }
      }
      Decoded decoded = decoding.decode(json.append("}}").toString());

      assertThat(decoded.samples())
          .extracting(s -> s.key().values().get(1) + "=" + s.values()[0])
          .isEqualTo(good);
      assertThat(decoded.rejected()).hasSize(bad);
    }
  }
}
