package io.anomalystack.forward.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.forward.parse.Parsed.Metrics;
import io.anomalystack.forward.parse.Parsed.Other;
import io.anomalystack.forward.parse.Parsed.Unreadable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of metrics on torchtitan's console ({@code torchtitan/components/metrics.py}), with or
 * without colours:
 *
 * <pre>
 * [titan] 2024-11-22 15:15:33,123 - root - INFO - step: 10  loss:  8.01234  grad_norm:  1.2345  \
 *   memory:  5.21GiB(6.59%)  tps: 11,240  tflops: 320.51  mfu: 32.41%
 * </pre>
 *
 * <p>The names: {@code step}, {@code loss}, {@code grad_norm} (after clipping, says torchtitan),
 * {@code memory_gib}, {@code memory_percent}, {@code tokens_per_second} of {@code tps} (per
 * device), {@code tflops}, {@code mfu} in per cent; of others their own. What is {@code N/A} is
 * left out. Lines of validation are no steps.
 */
final class TorchtitanParser implements LineParser {
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
  private static final Pattern STEP =
      Pattern.compile("(?<!validate )\\bstep:\\s*(\\d{1,18})\\s+(?=.*\\bloss:)");

  private static final Pattern METRIC = Pattern.compile("(\\w+):\\s*(\\S+)\\s*");
  private static final Pattern MEMORY = Pattern.compile("([\\d.]+)GiB\\(([\\d.]+)%\\)");
  private static final Map<String, String> NAMES =
      Map.of("tps", "tokens_per_second", "wps", "tokens_per_second");

  private final LocalTimes times;

  TorchtitanParser(LocalTimes times) {
    this.times = times;
  }

  @Override
  public Parsed parse(String line) {
    String plain = COLOUR.matcher(line).replaceAll("");
    Matcher step = STEP.matcher(plain);
    if (!step.find()) {
      return new Other();
    }
    ObjectNode fields = JsonNodeFactory.withExactBigDecimals(true).objectNode();
    times
        .find(plain.substring(0, step.start()))
        .map(Instant::toString)
        .ifPresent(time -> fields.put("timestamp", time));
    fields.put("step", Long.parseLong(step.group(1)));
    Matcher metric = METRIC.matcher(plain).region(step.end(), plain.length());
    while (metric.lookingAt()) {
      if (!add(metric.group(1), metric.group(2), fields)) {
        return unreadable(step, metric.group());
      }
      metric.region(metric.end(), plain.length());
    }
    return metric.regionStart() == plain.length()
        ? new Metrics(fields, null)
        : unreadable(step, plain.substring(metric.regionStart()));
  }

  private static Unreadable unreadable(Matcher step, String what) {
    return new Unreadable(
        "step " + step.group(1) + ": expected 'name: number', was '" + what.strip() + "'");
  }

  private static boolean add(String name, String text, ObjectNode fields) {
    Matcher memory = MEMORY.matcher(text);
    if (name.equals("memory") && memory.matches()) {
      return set("memory_gib", memory.group(1), fields)
          && set("memory_percent", memory.group(2), fields);
    }
    return text.equals("N/A")
        || set(
            NAMES.getOrDefault(name, name),
            text.endsWith("%") ? text.substring(0, text.length() - 1) : text,
            fields);
  }

  private static boolean set(String name, String text, ObjectNode fields) {
    Optional<JsonNode> value = MetricValue.of(text);
    if (value.isEmpty() || fields.has(name)) {
      return false;
    }
    fields.set(name, value.get());
    return true;
  }
}
