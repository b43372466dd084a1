package io.anomalystack.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.forward.parse.Parsed.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Makes records of lines: with a time, and with what holds for all of them. */
public final class RecordMaker {
  private static final String TIMESTAMP = "timestamp";
  private static final String RUN = "run";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final ObjectNode constants = JsonNodeFactory.instance.objectNode();
  private final Map<String, String> defaults;
  private final ElapsedClock elapsed;
  private final Clock clock;

  /**
   * A maker.
   *
   * @param constants fields of every record; they take the place of the line's own
   * @param defaults fields of records that have none of that name
   * @param elapsed gives lines their time that have none; null for the time at which they are read
   */
  public RecordMaker(
      Map<String, String> constants,
      Map<String, String> defaults,
      ElapsedClock elapsed,
      Clock clock) {
    this.defaults = defaults;
    constants.forEach(this.constants::put);
    this.elapsed = elapsed;
    this.clock = clock;
  }

  /** The record of a line; empty if there is no telling its time. */
  Optional<Keyed> make(Metrics metrics) {
    ObjectNode fields = metrics.fields();
    boolean changed = !constants.isEmpty() || metrics.verbatim() == null;
    if (!fields.hasNonNull(TIMESTAMP)) {
      Optional<Instant> time =
          elapsed == null
              ? Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS))
              : elapsed.after(fields);
      if (time.isEmpty()) {
        return Optional.empty();
      }
      fields.put(TIMESTAMP, time.get().toString());
      changed = true;
    }
    fields.setAll(constants);
    for (Map.Entry<String, String> field : defaults.entrySet()) {
      if (!fields.has(field.getKey())) {
        fields.put(field.getKey(), field.getValue());
        changed = true;
      }
    }
    JsonNode run = fields.path(RUN);
    return Optional.of(
        new Keyed(
            run.isValueNode() && !run.isNull() ? run.asText() : null,
            changed ? bytes(fields) : metrics.verbatim().getBytes(StandardCharsets.UTF_8)));
  }

  /** How far the time has run that is given to lines. */
  ElapsedClock.Reached reached() {
    return elapsed == null ? ElapsedClock.Reached.NOTHING : elapsed.reached();
  }

  private static byte[] bytes(ObjectNode fields) {
    try {
      return MAPPER.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      return escaped(fields);
    }
  }

  /** Half of a surrogate pair, which JSON can say and UTF-8 cannot, stays as JSON says it. */
  private static byte[] escaped(ObjectNode fields) {
    try {
      return ASCII.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A record.
   *
   * @param key the run; null if it is not known
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Keyed(String key, byte[] value) {}
}
