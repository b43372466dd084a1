package io.anomalystack.model.detector;

import static io.anomalystack.model.detector.DetectorText.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.anomalystack.model.Denominator;
import io.anomalystack.model.detector.TimestampFormat.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a detector file says of records beyond time, dimensions and measures. */
class LayoutTest {
  private static final String LAYERS =
      """
      detectors:
        - name: layers
          topic: training
          timestamp: t
          period: record
          dimensions: [run, layer]
          measures: [{field: grad_norm, aggregation: last}]
          unpivot: {fields: 'grad_norms/*', name: layer, value: grad_norm}
      """;

  private static final String SPEED =
      """
      detectors:
        - name: speed
          topic: training
          timestamp: t
          period: record
          dimensions: [run, gpu]
          derived:
            tokensPerSecond: tps
            flopsPerToken: {parameters: 7e9, layers: 32, hidden: 4096, sequence: 4096}
            gpu: gpu
            precision: {is: bf16}
          measures: [{derived: mfu}, {derived: effectiveTflops, aggregation: last, name: tflops}]
      """;

  @Test
  void plainWhereNothingIsSaid() throws InvalidDetectorsException {
    assertThat(DetectorText.read().layout()).isEqualTo(Layout.PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"json, JSON", "otlp-json, OTLP_JSON", "otlp-protobuf, OTLP_PROTOBUF"})
  void readsTheFormat(String word, InputFormat format) throws InvalidDetectorsException {
    assertThat(DetectorText.read("format: " + word).layout().format()).isEqualTo(format);
    assertThat(format.word()).isEqualTo(word);
  }

  @Test
  void refusesOtherFormats() {
    assertThat(problems(DetectorText.with("format: otlp_json")))
        .containsExactly("format: must be one of json, otlp-json, otlp-protobuf, was 'otlp_json'");
  }

  @Test
  void otlpKnowsWhereItsTimeIs() throws InvalidDetectorsException {
    String text =
        DetectorText.with("format: otlp-json").replace("timestamp: {field: timestamp}", "");

    Detector detector = DetectorFile.parse(text).get(0);

    assertThat(detector.timestamp()).isEqualTo(new FieldPath("time_unix_nano"));
    assertThat(detector.timestampFormat().kind()).isEqualTo(Kind.EPOCH_NANOS);
    assertThat(problems(text.replace("format: otlp-json", "")))
        .containsExactly("timestamp: required, but missing");
  }

  @Test
  void detectorsOfOneTopicAgreeOnItsFormat() {
    String two =
        LAYERS + SPEED.replace("detectors:\n", "").replace("timestamp: t", "format: otlp-json");

    assertThat(problems(two))
        .containsExactly(
            "detectors[1]: format must be the same for all detectors of topic 'training', was"
                + " otlp-json, but json in detectors[0]");
  }

  @Test
  void readsStepAndEnds() throws InvalidDetectorsException {
    Layout layout = DetectorText.read("step: /a/step", "ends: {event: [run_end, abort]}").layout();

    assertThat(layout.step()).isEqualTo(new FieldPath("/a/step"));
    assertThat(layout.ends()).isEqualTo(Map.of(new FieldPath("event"), Set.of("run_end", "abort")));
  }

  @Test
  void readsUnpivot() throws InvalidDetectorsException {
    assertThat(DetectorFile.parse(LAYERS).get(0).layout().unpivot())
        .isEqualTo(new Unpivot(new FieldPath("grad_norms/*"), "layer", "grad_norm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grad_norm", "*/*", "/a/*/b/*"})
  void unpivotNeedsExactlyOneStar(String fields) {
    assertThat(problems(LAYERS.replace("grad_norms/*", fields)))
        .containsExactly(
            "unpivot.fields: must hold exactly one '*', as in 'grad_norm/*' or"
                + " '/layers/*/grad_norm', was '"
                + fields
                + "'");
  }

  @Test
  void unpivotsNamesAreUsedAsWhatTheyAre() {
    assertThat(problems(LAYERS.replace("name: layer", "name: block")))
        .containsExactly("unpivot: name must be one of the detector's dimensions, was 'block'");
    assertThat(problems(LAYERS.replace("value: grad_norm", "value: norm")))
        .containsExactly("unpivot: value must be the field of a measure, was 'norm'");
    assertThat(problems(LAYERS.replace("name: layer, ", "name: /layer, ")))
        .containsExactly(
            "unpivot.name: must be a plain name: it is a field that the records do not have, was"
                + " '/layer'");
  }

  @Test
  void unpivotsNamesAreNoOtherField() {
    assertThat(problems(LAYERS + "    where: {layer: a}\n"))
        .containsExactly("unpivot: 'layer' must be no other field, but is where's too");
    assertThat(problems(LAYERS + "    step: grad_norm\n"))
        .containsExactly("unpivot: 'grad_norm' must be no other field, but is step's too");
    assertThat(problems(LAYERS.replace("'grad_norms/*'", "'r*'")))
        .containsExactly("unpivot: fields must leave out 'run', which is a dimension's");
  }

  @ParameterizedTest
  @CsvSource({
    "grad/*, grad/a, true",
    "grad/*, grad/, false",
    "grad/*, /grad/a, false",
    "a*z, abcz, true",
    "a*z, az, false",
    "/a/*/n, /a/b/n, true",
    "/a/*/n, /a/b/c/n, false",
    "/a/*, /a/b/n, false"
  })
  void patternsMatchOneName(String fields, String path, boolean matches) {
    assertThat(new Unpivot(new FieldPath(fields), "n", "v").matches(new FieldPath(path)))
        .isEqualTo(matches);
  }

  @Test
  void readsDerivedQuantities() throws InvalidDetectorsException {
    Detector detector = DetectorFile.parse(SPEED).get(0);

    assertThat(detector.measures())
        .containsExactly(
            new Measure(new FieldPath("mfu"), Aggregation.AVG, "mfu", Quantity.MFU),
            new Measure(
                new FieldPath("effectiveTflops"),
                Aggregation.LAST,
                "tflops",
                Quantity.EFFECTIVE_TFLOPS));
    assertThat(detector.denominator("mfu", List.of("a", "NVIDIA H100 PCIe")))
        .isEqualTo(new Denominator("H100-PCIe", "bf16", 756));
    assertThat(detector.denominator("tflops", List.of("a", "H100-PCIe"))).isNull();
    assertThat(detector.denominator("mfu", List.of("a", "H100"))).isNull();
  }

  @Test
  void peakMayBeGiven() throws InvalidDetectorsException {
    String given = SPEED.replace("precision: {is: bf16}", "peakTflops: 400");

    assertThat(DetectorFile.parse(given).get(0).denominator("mfu", List.of("a", "home-made")))
        .isEqualTo(new Denominator("home-made", "as configured", 400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokens: n, seconds: s",
        "tokens: n, milliseconds: s, gpus: 8",
        "samples: n, sequence: 4096, seconds: s, gpus: world",
        "tokensPerSecond: n, gpus: 8"
      })
  void speedMayBeComputedInSeveralWays(String inputs) throws InvalidDetectorsException {
    String text =
        DetectorText.with("derived: {" + inputs + "}")
            .replace("{field: price}", "{derived: tokensPerSecondPerGpu}");

    assertThat(DetectorFile.parse(text)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tokens: n                     | derived: must name either seconds or milliseconds, for tokens and samples",
        "samples: n, seconds: s        | derived.sequence: required, but missing",
        "tokensPerSecond: a, tokens: b | derived: must name one of tokensPerSecond, tokens, or samples with sequence",
        "gpus: 8                       | derived: must name one of tokensPerSecond, tokens, or samples with sequence",
        "tokensPerSecond: a, seconds: 3| derived: tokensPerSecond needs neither seconds nor milliseconds",
        "tokensPerSecond: -1           | derived.tokensPerSecond: must be a number above 0, was '-1'",
        "tokensPerSecond: 5            | derived: must name a field: of numbers alone there is nothing to watch",
        "tokensPerSecond: a, gpu: rack | derived.gpu: must be one of the detector's dimensions (product_name, shop) or {is: …}, was 'rack'",
        "tokensPerSecond: a, flopsPerToken: 0 | derived.flopsPerToken: must be a number above 0, was '0'",
        "tokensPerSecond: a, gpu: {is: H100}, precision: {is: bf16} | derived: GPU 'H100' is not known, or not one GPU; near it: H100-SXM, H100-PCIe, H100-NVL; or give its dense peak as peakTflops",
        "tokenPerSecond: a             | derived.tokenPerSecond: unknown setting; did you mean 'tokensPerSecond'?"
      })
  void refusesWhatNothingCanBeComputedOf(String inputs, String problem) {
    assertThat(problems(DetectorText.with("derived: {" + inputs + "}"))).contains(problem);
  }

  @Test
  void refusesQuantitiesThatLackWhatTheyNeed() {
    assertThat(problems(SPEED.replace("      gpu: gpu\n", "")))
        .containsExactly(
            "measures[0].derived: 'mfu' needs derived.gpu and derived.precision, or"
                + " derived.peakTflops");
    assertThat(problems(SPEED.replaceAll("flopsPerToken: .*", "")))
        .containsExactly(
            "measures[0].derived: 'mfu' needs derived.flopsPerToken",
            "measures[1].derived: 'effectiveTflops' needs derived.flopsPerToken");
    assertThat(
            problems(
                SPEED
                    .replaceAll("flopsPerToken: .*", "flopsPerToken: {field: flops}")
                    .replace("effectiveTflops", "hfu")))
        .singleElement()
        .asString()
        .startsWith("measures[1].derived: 'hfu' needs derived.flopsPerToken with parameters,");
    assertThat(problems(SPEED.replace("derived: mfu", "derived: mufu")))
        .containsExactly(
            "measures[0].derived: must be one of tokensPerSecondPerGpu, effectiveTflops,"
                + " hardwareTflops, mfu, hfu, was 'mufu'");
    assertThat(problems(DetectorText.with().replace("{field: price}", "{derived: mfu}")))
        .containsExactly("measures[1].derived: 'mfu' needs the detector's derived");
    assertThat(problems(SPEED.replace("derived: mfu}", "derived: mfu, field: x}")))
        .containsExactly("measures[0].field: not with derived: the one or the other, was 'x'");
  }

  @Test
  void theFormatsProblemStandsBesideOthers() {
    InvalidDetectorsException refused =
        catchThrowableOfType(
            InvalidDetectorsException.class,
            () -> DetectorFile.parse(DetectorText.with("format: xml", "step: ''")));

    assertThat(refused.problems()).hasSize(2);
  }
}
