package io.anomalystack.job.decode;

import static io.anomalystack.model.RejectionReason.IMPLAUSIBLE_VALUE;
import static io.anomalystack.model.RejectionReason.MISSING_FIELD;
import static io.anomalystack.model.RejectionReason.UNKNOWN_GPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is computed of a training run's records. */
class DerivedQuantitiesTest {
  private static final String TIME = "\"timestamp\":\"2024-08-29T13:35:12Z\"";

  /** Llama 3 405B (arXiv 2407.21783, section 3.2): 126 layers, width 16,384. */
  private static final String LLAMA_405B =
      "{parameters: 405e9, layers: 126, hidden: 16384, sequence: 8192, recomputation: none}";

  private static Decoding decoding(String derived, String measures, String dimensions) {
    return Decoding.json(
        TestDetectors.sales(
            "dimensions: " + dimensions, "derived: " + derived, "measures: " + measures));
  }

  private static Decoded decode(Decoding decoding, String members) {
    return decoding.decode("{" + TIME + "," + members + "}");
  }

  private static double[] values(Decoded decoded) {
    assertThat(decoded.rejected()).isEmpty();
    assertThat(decoded.samples()).hasSize(1);
    return decoded.samples().get(0).values();
  }

  /** Table 4 there: 430 TFLOPS on each of 8,192 H100, 43 % MFU. */
  @Test
  void llama3sThroughputIsItsPublishedUtilisation() {
    Decoding decoding =
        decoding(
            "{tokensPerSecond: tps, flopsPerToken: "
                + LLAMA_405B
                + ", gpu: gpu, precision: {is: bf16}}",
            "[{derived: tokensPerSecondPerGpu}, {derived: effectiveTflops}, {derived:"
                + " hardwareTflops}, {derived: mfu}, {derived: hfu}]",
            "[gpu]");

    double[] values = values(decode(decoding, "\"gpu\":\"NVIDIA H100 80GB HBM3\",\"tps\":163.25"));

    assertThat(values[0]).isEqualTo(163.25);
    assertThat(values[1]).isCloseTo(430, within(1.0));
    assertThat(values[2]).isEqualTo(values[1]);
    assertThat(values[3]).isCloseTo(43, within(1.0));
    assertThat(values[4]).isEqualTo(values[3]);
  }

  /** Korthikanti et al., arXiv 2205.05198, table 5: 13.75 s an iteration, 64 GPUs, MFU 51.4 %. */
  @Test
  void megatronsIterationTimeIsItsPublishedUtilisation() {
    Decoding decoding =
        decoding(
            "{samples: batch, sequence: 2048, milliseconds: elapsed, gpus: world, flopsPerToken:"
                + " {parameters: 174.6e9, layers: 96, hidden: 12288, sequence: 2048,"
                + " recomputation: full}, gpu: {is: A100}, precision: precision}",
            "[{derived: mfu}, {derived: hfu}]",
            "[precision]");

    double[] values =
        values(
            decode(decoding, "\"precision\":\"bf16\",\"batch\":64,\"elapsed\":13750,\"world\":64"));

    assertThat(values[0]).isCloseTo(51.4, within(0.2));
    assertThat(values[1] / values[0]).isCloseTo(4 / 3.0, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{tokensPerSecond: a}                           | \"a\":1000",
        "{tokensPerSecond: a, gpus: b}                  | \"a\":8000,\"b\":8",
        "{tokens: a, seconds: b}                        | \"a\":2000,\"b\":2",
        "{tokens: a, seconds: b, gpus: 4}               | \"a\":8000,\"b\":2",
        "{tokens: a, milliseconds: b}                   | \"a\":500,\"b\":500",
        "{samples: a, sequence: b, seconds: 2, gpus: c} | \"a\":4,\"b\":1000,\"c\":2"
      })
  void tokensPerSecondAndGpuComeOfWhatThereIs(String derived, String members) {
    Decoding decoding = decoding(derived, "[{derived: tokensPerSecondPerGpu}]", "[]");

    assertThat(values(decode(decoding, members))).containsExactly(1_000);
  }

  @Test
  void flopsMayBeANumberOrAField() {
    assertThat(
            values(
                decode(
                    decoding(
                        "{tokensPerSecond: a, flopsPerToken: 4.2e10}",
                        "[{derived: effectiveTflops}]",
                        "[]"),
                    "\"a\":10000")))
        .containsExactly(new double[] {420}, within(1e-9));
    assertThat(
            values(
                decode(
                    decoding(
                        "{tokensPerSecond: a, flopsPerToken: {field: f}, peakTflops: 840}",
                        "[{derived: mfu}]",
                        "[]"),
                    "\"a\":10000,\"f\":4.2e10")))
        .containsExactly(new double[] {50}, within(1e-9));
  }

  private static final String SPEED =
      "{tokens: n, seconds: s, flopsPerToken: 4.2e10, gpu: gpu, precision: {is: bf16}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\":1,\"s\":0    | IMPLAUSIBLE_VALUE | 's', which is derived.seconds, must be above 0, was 0.0",
        "\"n\":1,\"s\":-2   | IMPLAUSIBLE_VALUE | 's', which is derived.seconds, must be above 0, was -2.0",
        "\"n\":-1,\"s\":1   | IMPLAUSIBLE_VALUE | 'n', which is derived.tokens, must not be negative, was -1.0",
        "\"n\":1            | MISSING_FIELD | field 's', which is derived.seconds, is missing, null or empty",
        "\"n\":\"1\",\"s\":1| NOT_A_FINITE_NUMBER | 'n', which is derived.tokens, must be a JSON number within a double's range, was the string '1'",
        "\"n\":1,\"s\":[]   | NOT_A_FINITE_NUMBER | 's', which is derived.seconds, must be a JSON number within a double's range, was nested",
        "\"n\":1e308,\"s\":1e-300 | IMPLAUSIBLE_VALUE | tokensPerSecondPerGpu is beyond a double's range"
      })
  void badInputsAreNamed(String members, RejectionReason reason, String detail) {
    Decoding decoding =
        decoding(SPEED, "[{derived: tokensPerSecondPerGpu, name: speed}, {field: loss}]", "[gpu]");

    Decoded decoded = decode(decoding, "\"gpu\":\"A100\",\"loss\":2," + members);

    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(tuple("speed", reason, detail));
    // The others are counted.
    assertThat(decoded.samples().get(0).values()).containsExactly(Double.NaN, 2);
  }

  @Test
  void moreThanThePeakIsRejectedWithTheNumbers() {
    Decoded decoded =
        decode(
            decoding(SPEED, "[{derived: mfu}]", "[gpu]"), "\"gpu\":\"A100\",\"n\":42000,\"s\":1");

    assertThat(decoded.samples()).isEmpty();
    assertThat(decoded.rejected())
        .extracting(RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(
                IMPLAUSIBLE_VALUE,
                "mfu would be 565.4 %: 1764.0 TFLOPS (42000.0 tokens per second and GPU) against"
                    + " 312.0 of 'A100' at bf16. Is the throughput that of one GPU, are the GPU and"
                    + " the precision right, and the parameters those that are active?"));
  }

  @Test
  void thePeakItselfIsStillPossible() {
    Decoding decoding =
        decoding(
            "{tokensPerSecond: a, flopsPerToken: 1e12, peakTflops: 312}", "[{derived: mfu}]", "[]");

    assertThat(values(decode(decoding, "\"a\":312"))).containsExactly(100);
  }

  @Test
  void unknownGpuIsNeverTakenForAnother() {
    Decoding decoding = decoding(SPEED, "[{derived: mfu}, {derived: effectiveTflops}]", "[gpu]");

    Decoded decoded = decode(decoding, "\"gpu\":\"NVIDIA H100\",\"n\":1000,\"s\":1");

    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason)
        .containsExactly(tuple("mfu", UNKNOWN_GPU));
    assertThat(decoded.rejected().get(0).detail())
        .contains("near it: H100-SXM, H100-PCIe, H100-NVL");
    // What needs no peak is known all the same.
    assertThat(decoded.samples().get(0).values()[1]).isCloseTo(42, within(1e-9));
  }

  @Test
  void recordWithoutInputsHoldsNoneOfTheMeasures() {
    Decoded decoded =
        decode(
            decoding(SPEED, "[{derived: mfu}, {field: loss}]", "[gpu]"),
            "\"gpu\":\"A100\",\"s\":1");

    assertThat(decoded.rejected())
        .extracting(RejectedRecord::measure, RejectedRecord::reason, RejectedRecord::detail)
        .containsExactly(
            tuple(
                null,
                MISSING_FIELD,
                "none of the detector's measures is there: mfu (of n, s), loss"));
  }
}
