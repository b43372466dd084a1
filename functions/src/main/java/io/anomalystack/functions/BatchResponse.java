package io.anomalystack.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The answer that tells Lambda which records failed: {@code {"batchItemFailures":
 * [{"itemIdentifier": {"partition": "topic-0", "offset": 12}}]}}, where an event source has {@code
 * ReportBatchItemFailures}.
 *
 * <p>The form is that of AWS's own library (aws-powertools/powertools-lambda-python, {@code
 * _collect_kafka_failures}); AWS's pages also have {@code topic-partition} for {@code partition}.
 * If that should turn out to be the one, {@link #PARTITION} is the only place to change.
 */
public final class BatchResponse {
  /** The name of the field with topic and partition. */
  public static final String PARTITION = "partition";

  private static final JsonFactory JSON = new JsonFactory();

  private BatchResponse() {}

  /** Writes the answer. */
  public static void write(List<KafkaRecord> failed, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batchItemFailures");
      for (KafkaRecord record : failed) {
        json.writeStartObject();
        json.writeObjectFieldStart("itemIdentifier");
        json.writeStringField(PARTITION, record.topic() + "-" + record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
