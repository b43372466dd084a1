package io.anomalystack.forward.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Other;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that Megatron-LM and its descendants print of an iteration ({@code training_log} in
 * {@code megatron/training/training.py}):
 *
 * <pre>
 * [2024-11-22 15:15:33] iteration  10/ 1000 | elapsed time per iteration (ms): 145.6 | lm loss: 1.2E+01 |
 * </pre>
 *
 * <p>Time and prefixes of launchers, such as {@code [default0]:}, may be there or not. The names:
 * {@code step} and {@code iterations} of {@code iteration}, {@code loss} of {@code lm loss}, {@code
 * grad_norm}, {@code step_time} in seconds, {@code learning_rate}, {@code loss_scale}, {@code
 * global_batch_size}, {@code consumed_samples}, {@code skipped_iterations}, {@code nan_iterations},
 * {@code tflops} per GPU of {@code throughput per GPU}, {@code compute per GPU} and {@code TFLOPs},
 * {@code tokens_per_second} per GPU; anything else by its own name in lower case, what is no letter
 * or digit replaced by {@code _}.
 *
 * <p>A loss that is NaN is not in the line at all, as Megatron leaves out what is not at least 0;
 * {@code nan_iterations} counts it.
 */
final class MegatronParser implements LineParser {
  private static final Pattern ITERATION =
      Pattern.compile("\\biteration\\s+(\\d{1,18})\\s*/\\s*(\\d{1,18})\\s*\\|");

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final Pattern UNNAMEABLE = Pattern.compile("[^a-z0-9]+");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("lm loss", "loss"),
          Map.entry("grad norm", "grad_norm"),
          Map.entry("learning rate", "learning_rate"),
          Map.entry("loss scale", "loss_scale"),
          Map.entry("global batch size", "global_batch_size"),
          Map.entry("consumed samples", "consumed_samples"),
          Map.entry("elapsed time per iteration (ms)", "step_time"),
          Map.entry("elapsed time per iteration (s)", "step_time"),
          Map.entry("number of skipped iterations", "skipped_iterations"),
          Map.entry("number of nan iterations", "nan_iterations"),
          Map.entry("throughput per gpu (tflop/s/gpu)", "tflops"),
          Map.entry("compute per gpu (tflop/s/gpu)", "tflops"),
          Map.entry("tflops", "tflops"),
          Map.entry("tokens per gpu per second (tgs)", "tokens_per_second"));

  private final LocalTimes times;

  MegatronParser(LocalTimes times) {
    this.times = times;
  }

  @Override
  public Parsed parse(String line) {
    Matcher iteration = ITERATION.matcher(line);
    if (!iteration.find()) {
      return new Other();
    }
    String step = iteration.group(1);
    ObjectNode fields = JsonNodeFactory.withExactBigDecimals(true).objectNode();
    times
        .find(line.substring(0, iteration.start()))
        .map(Instant::toString)
        .ifPresent(time -> fields.put("timestamp", time));
    fields.put("step", Long.parseLong(step));
    fields.put("iterations", Long.parseLong(iteration.group(2)));
    for (String part : line.substring(iteration.end()).split("\\|", -1)) {
      Optional<String> problem = part.isBlank() ? Optional.empty() : add(part.strip(), fields);
      if (problem.isPresent()) {
        return new Unreadable("iteration " + step + ": " + problem.get());
      }
    }
    return new Metrics(fields, null);
  }

  /** Adds a part of the line; returns what is wrong with it. */
  private static Optional<String> add(String part, ObjectNode fields) {
    int colon = part.lastIndexOf(':');
    if (colon <= 0) {
      return Optional.of("expected 'name: value' between two '|', was '" + part + "'");
    }
    String label = part.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    String text = part.substring(colon + 1).strip();
    Optional<JsonNode> value =
        label.endsWith("(ms)") && NAMES.containsKey(label)
            ? MetricValue.of(text, MILLIS)
            : MetricValue.of(text);
    if (value.isEmpty()) {
      return Optional.of("'" + label + "' must be a number, was '" + text + "'");
    }
    String name = NAMES.getOrDefault(label, snakeCase(label));
    if (fields.has(name)) {
      // Two ranks that wrote at once.
      return Optional.of("'" + label + "' is there twice");
    }
    fields.set(name, value.get());
    return Optional.empty();
  }

  private static String snakeCase(String label) {
    String name = UNNAMEABLE.matcher(label).replaceAll("_");
    return name.replaceAll("^_|_$", "");
  }
}
