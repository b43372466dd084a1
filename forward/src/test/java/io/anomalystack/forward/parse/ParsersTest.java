package io.anomalystack.forward.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Other;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void readsTheLineOfMegatronDeepSpeed() {
    assertThat(
            fields(
                LogFormat.MEGATRON,
                " iteration        1/    1000 | consumed samples:         1024 | elapsed time per"
                    + " iteration (ms): 144915.6 | learning rate: 1.875E-05 | global batch size:  1024"
                    + " | lm loss: 1.244238E+01 | loss scale: 12.0 | grad norm: 67.593 | number of"
                    + " skipped iterations:   0 | number of nan iterations:   0 |"))
        .isEqualTo(
            "{\"step\":1,\"iterations\":1000,\"consumed_samples\":1024,\"step_time\":144.9156,"
                + "\"learning_rate\":0.00001875,\"global_batch_size\":1024,\"loss\":12.44238,"
                + "\"loss_scale\":12.0,\"grad_norm\":67.593,\"skipped_iterations\":0,"
                + "\"nan_iterations\":0}");
  }

  @Test
  void readsTheLineOfMegatronWithItsTimeBehindALaunchersPrefix() {
    assertThat(
            fields(
                LogFormat.MEGATRON,
                "[default7]: [2024-11-22 15:15:33.250000] iteration       10/  500000 | elapsed time"
                    + " per iteration (ms): 9881.0 | throughput per GPU (TFLOP/s/GPU): 412.5 | power"
                    + " per GPU (W/GPU): 655.2 | lm loss: nan | grad norm: inf |"))
        .isEqualTo(
            "{\"timestamp\":\"2024-11-22T14:15:33.250Z\",\"step\":10,\"iterations\":500000,"
                + "\"step_time\":9.881,\"tflops\":412.5,\"power_per_gpu_w_gpu\":655.2,"
                + "\"loss\":\"NaN\",\"grad_norm\":\"Infinity\"}");
    assertThat(
            fields(LogFormat.MEGATRON, "iteration 1/ 2 | compute per GPU (TFLOP/s/GPU): 1,012.5 |"))
        .contains("\"tflops\":1012.5");
  }

  @Test
  void readsTheLineOfTorchtitanWithAndWithoutColours() {
    String expected =
        "{\"timestamp\":\"2024-11-22T14:15:33.123Z\",\"step\":10,\"loss\":8.01234,"
            + "\"grad_norm\":1.2345,\"memory_gib\":5.21,\"memory_percent\":6.59,"
            + "\"tokens_per_second\":11240,\"tflops\":320.51,\"mfu\":32.41}";
    String before = "[rank0]:[titan] 2024-11-22 15:15:33,123 - root - INFO - ";
    assertThat(
            fields(
                LogFormat.TORCHTITAN,
                before
                    + "\u001B[31mstep: 10  \u001B[32mloss:  8.01234  \u001B[38;2;180;60;0mgrad_norm: "
                    + " 1.2345  \u001B[38;2;54;234;195mmemory:  5.21GiB(6.59%)  \u001B[34mtps: 11,240 "
                    + " \u001B[36mtflops: 320.51  \u001B[35mmfu: 32.41%\u001B[39m"))
        .isEqualTo(expected);
    assertThat(
            fields(
                LogFormat.TORCHTITAN,
                before
                    + "step: 10  loss:  8.01234  grad_norm:  1.2345  memory:  5.21GiB(6.59%)  tps:"
                    + " 11,240  tflops: 320.51  mfu: 32.41%"))
        .isEqualTo(expected);
    assertThat(
            fields(LogFormat.TORCHTITAN, "step:  1  loss:     nan  tps: 9  tflops: 1.00  mfu: N/A"))
        .isEqualTo("{\"step\":1,\"loss\":\"NaN\",\"tokens_per_second\":9,\"tflops\":1.00}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "> building train, validation, and test datasets ...",
        " validation loss at iteration 10 | lm loss value: 7.1E+00 | lm loss PPL: 1.2E+03 |",
        "[titan] 2024-11-22 15:15:33,123 - root - INFO - validate step: 10  loss: 7.1  memory: 1GiB",
        "[titan] 2024-11-22 15:15:33,123 - root - INFO - step: 10 saved a checkpoint",
        "Training starts at step 1",
      })
  void takesWhatElseProgramsPrintForNoMetrics(String line) {
    assertThat(parse(LogFormat.AUTO, line)).isEqualTo(new Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iteration 1/ 10 | lm loss: 1.2E | grad norm: 1.0 |",
        "iteration 1/ 10 | lm loss: 1.2 | iteration 1/ 10 | lm loss: 1.2 |",
        "iteration 1/ 10 | lm loss: 1.2 | lm loss: 1.3 |",
        "iteration 1/ 10 | lm lo",
        "step:  1  loss:  8.0  grad_norm: [titan] 2024",
        "step:  1  loss:  8.0  loss:  8.1",
        "{\"step\":1,\"loss\":",
        "{\"step\":1}{\"step\":2}",
      })
  void saysOfMetricsThatTheyAreBroken(String line) {
    assertThat(parse(LogFormat.AUTO, line)).isInstanceOf(Unreadable.class);
  }

  @Test
  void namesWhatItDidNotUnderstand() {
    assertThat(parse(LogFormat.MEGATRON, "iteration 7/ 10 | lm loss: 1.2E | grad norm: 1.0 |"))
        .isEqualTo(new Unreadable("iteration 7: 'lm loss' must be a number, was '1.2E'"));
  }

  @Test
  void passesJsonOnAsItIs() {
    String line = "{\"step\": 1, \"loss\": 1.50, \"grad_norms\": {\"h.0\": 1e-3}}";

    assertThat(parse(LogFormat.JSON, line))
        .isInstanceOfSatisfying(
            Metrics.class, metrics -> assertThat(metrics.verbatim()).isEqualTo(line));
  }

  @Test
  void spellsOutWhatPythonWritesIntoJsonForNumbersThatAreNotFinite() {
    assertThat(parse(LogFormat.JSON, "{\"a\":NaN,\"b\":{\"c\":-Infinity},\"d\":[Infinity,1.0]}"))
        .isInstanceOfSatisfying(
            Metrics.class,
            metrics -> {
              assertThat(metrics.verbatim()).isNull();
              assertThat(metrics.fields())
                  .hasToString(
                      "{\"a\":\"NaN\",\"b\":{\"c\":\"-Infinity\"},\"d\":[\"Infinity\",1.0]}");
            });
  }

  @Test
  void readsCsvByItsHeader() {
    LineParser parser = LogFormat.AUTO.parser("run.csv", BERLIN);
    parser.begin("step,\"train/loss\",host,step_time");

    assertThat(parser.parse("step,\"train/loss\",host,step_time")).isEqualTo(new Other());
    assertThat(parser.parse("1,22.6211,\"a,b\","))
        .isInstanceOfSatisfying(
            Metrics.class,
            metrics ->
                assertThat(metrics.fields())
                    .hasToString("{\"step\":1,\"train/loss\":22.6211,\"host\":\"a,b\"}"));
    assertThat(parser.parse("1,2"))
        .isEqualTo(new Unreadable("2 cells, but the header has 4 columns"));
  }

  private static String fields(LogFormat format, String line) {
    Parsed parsed = parse(format, line);
    assertThat(parsed).isInstanceOf(Metrics.class);
    return ((Metrics) parsed).fields().toString();
  }

  private static Parsed parse(LogFormat format, String line) {
    return format.parser("run.log", BERLIN).parse(line);
  }
}
