package io.anomalystack.forward.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code telemetry/anomaly_telemetry.py} in real training steps. Without an interpreter that has
 * torch these tests are left out; in CI they fail.
 */
class TelemetryTest {
  private static final String NO_TORCH =
      "no Python that can import torch: install Debian's python3-torch, or name one as PYTHON";

  /** Its digits: six are written. */
  private static final double RELATIVE_ERROR = 1e-5;

  /** Strict, as the job's decoder is. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static String python;

  @TempDir Path directory;

  @BeforeAll
  static void findTorch() {
    String named = System.getenv("PYTHON");
    python =
        Stream.of(named == null ? "python3" : named, "/usr/bin/python3", "python3")
            .filter(TelemetryTest::hasTorch)
            .findFirst()
            .orElse(null);
    if (python == null && "true".equals(System.getenv("CI"))) {
      fail("in CI, but " + NO_TORCH);
    }
    assumeTrue(python != null, NO_TORCH);
  }

  private static boolean hasTorch(String interpreter) {
    try {
      return new ProcessBuilder(interpreter, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void writesOfEachStepWhatTorchComputes() throws Exception {
    Path log = directory.resolve("run-{rank}.jsonl");

    JsonNode expected = MAPPER.readTree(train(log).out());

    List<JsonNode> records = records(directory.resolve("run-0.jsonl"));
    assertThat(events(records))
        .containsExactly("run_start", "step", "step", "step", "step", "run_end");
    for (int step = 1; step <= 4; step++) {
      JsonNode record = records.get(step);
      JsonNode said = expected.get(step - 1);
      assertThat(record.path("step").intValue()).isEqualTo(step);
      assertSame(record.path("loss"), said.path("loss").textValue());
      assertThat(record.path("grad_norms")).hasSize(4);
      said.path("norms")
          .properties()
          .forEach(
              layer ->
                  assertSame(
                      record.path("grad_norms").path(layer.getKey()),
                      layer.getValue().textValue()));
    }
    assertThat(records.get(1).path("grad_norm").doubleValue())
        .isCloseTo(total(records.get(1).path("grad_norms")), within(1e-5));
  }

  @Test
  void spellsNumbersThatAreNotFinite() throws Exception {
    Path log = directory.resolve("run.jsonl");

    train(log);

    List<JsonNode> records = records(log);
    assertThat(records.get(3).path("loss").textValue()).isEqualTo("NaN");
    assertThat(records.get(3).path("grad_norm").textValue()).isEqualTo("NaN");
    assertThat(records.get(4).path("loss").textValue()).isEqualTo("Infinity");
  }

  @Test
  void saysWhoseStepsTheyAreHowLongTheyTookAndThatTheRunHasEnded() throws Exception {
    Path log = directory.resolve("run.jsonl");

    train(log);

    List<JsonNode> records = records(log);
    for (JsonNode record : records) {
      assertThat(Instant.parse(record.path("timestamp").textValue())).isNotNull();
      assertThat(record.path("run").textValue()).isEqualTo("few-steps");
      assertThat(record.path("gpu").textValue()).isEqualTo("H100-SXM");
      assertThat(record.path("precision").textValue()).isEqualTo("bf16");
      assertThat(record.path("rank").intValue()).isZero();
    }
    JsonNode start = records.get(0);
    assertThat(start.path("parameters").intValue()).isEqualTo(3 * 20 + 5 + 20);
    assertThat(start.path("layer_names").toString())
        .isEqualTo("[\"h.0\",\"h.1\",\"h.2\",\"head\"]");
    assertThat(start.path("sequence").intValue()).isEqualTo(4);
    JsonNode second = records.get(2);
    assertThat(second.path("gpus").intValue()).isEqualTo(2);
    assertThat(second.path("flops_per_token").doubleValue()).isEqualTo(750);
    assertThat(
            second.path("tokens_per_second").doubleValue() * second.path("step_time").doubleValue())
        .isCloseTo(32, within(0.01));
    assertThat(second.path("data_time").doubleValue()).isEqualTo(0.25);
    assertThat(second.path("memory_bytes").longValue()).isPositive();
    assertThat(records.get(5).path("outcome").textValue()).isEqualTo("finished");
    assertThat(records.get(5).path("step").intValue()).isEqualTo(4);
  }

  @Test
  void letsTrainingGoOnWhereItCannotWrite() throws Exception {
    Finished training = train(directory.resolve("none").resolve("run.jsonl"));

    assertThat(MAPPER.readTree(training.out())).hasSize(4);
    assertThat(training.err().lines().filter(line -> line.contains("anomaly_telemetry")))
        .singleElement()
        .asString()
        .contains("training goes on", "No such file");
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  @EnabledIf("hasFullDevice")
  void saysOnceThatTheDiskIsFull() throws Exception {
    Finished training = train(Path.of("/dev/full"));

    assertThat(MAPPER.readTree(training.out())).hasSize(4);
    assertThat(training.err().lines().filter(line -> line.contains("anomaly_telemetry")))
        .singleElement()
        .asString()
        .contains("No space left");
  }

  private Finished train(Path log) throws IOException, InterruptedException {
    Path script = Path.of("src/test/resources/few_steps.py").toAbsolutePath();
    Path module = Path.of("../telemetry").toAbsolutePath();
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(python, script.toString(), module.toString(), log.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // No compiled file beside the source.
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().remove("RANK");
    int status = builder.start().waitFor();
    Finished finished = new Finished(Files.readString(out), Files.readString(err));
    assertThat(status).as(finished.err()).isZero();
    return finished;
  }

  private static List<JsonNode> records(Path log) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
      records.add(MAPPER.readTree(line));
    }
    return records;
  }

  private static List<String> events(List<JsonNode> records) {
    return records.stream().map(record -> record.path("event").textValue()).toList();
  }

  /** A number as Python prints it, and what the log holds. */
  private static void assertSame(JsonNode written, String said) {
    switch (said) {
      case "nan" -> assertThat(written.textValue()).isEqualTo("NaN");
      case "inf" -> assertThat(written.textValue()).isEqualTo("Infinity");
      default -> {
        double value = Double.parseDouble(said);
        assertThat(written.doubleValue())
            .isCloseTo(value, within(Math.abs(value) * RELATIVE_ERROR));
      }
    }
  }

  private static double total(JsonNode norms) {
    double squares = 0;
    for (JsonNode norm : norms) {
      squares += norm.doubleValue() * norm.doubleValue();
    }
    return Math.sqrt(squares);
  }

  private record Finished(String out, String err) {}
}
