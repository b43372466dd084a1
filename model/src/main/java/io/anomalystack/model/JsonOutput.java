package io.anomalystack.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How this module writes JSON: in memory. Surrogates are escaped, which is the generator's default
 * and lets it write unpaired ones too; those reach us through escapes in JSON input.
 */
final class JsonOutput {
  /**
   * The fast double writer gives the shortest text that reads back as the same double; that of JDK
   * 17 itself is sometimes longer, and changed with JDK 19.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private JsonOutput() {}

  /** Writes one value; generators are used by one thread, but this may be called by any. */
  interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] bytes(int expectedSize, Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedSize);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
