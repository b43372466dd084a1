package io.anomalystack.job.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads exactly one JSON object, strictly: no duplicate keys at any depth, nothing behind it, no
 * {@code NaN} literals, comments or single quotes, and not nested beyond {@value #MAX_DEPTH}.
 */
final class JsonFieldReader implements FieldReader {
  private static final int MAX_DEPTH = 64;

  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();
  private final FieldSet.Node root;

  JsonFieldReader(FieldSet fields) {
    this.root = fields.root();
  }

  @Override
  public void read(byte[] record, Fields fields) throws UnreadableRecordException {
    try (JsonParser parser = parser(record)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new UnreadableRecordException(
            RejectionReason.EMPTY_RECORD,
            "the record holds white space only; one JSON object is needed");
      }
      if (first != JsonToken.START_OBJECT) {
        throw malformed("one JSON object is needed, but the record begins with " + first);
      }
      readObject(parser, root, fields);
      if (parser.nextToken() != null) {
        throw malformed(
            "text behind the JSON object at byte " + parser.currentTokenLocation().getByteOffset());
      }
    } catch (StreamConstraintsException e) {
      throw malformed(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      // Without the source's excerpt: a payload has no place in a message.
      throw malformed(
          firstLine(e.getOriginalMessage())
              + " at byte "
              + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw malformed(firstLine(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Plain ASCII is parsed as it is. Anything else is decoded first, strictly: Jackson's own decoder
   * lets some invalid UTF-8 pass, skips a byte order mark, and takes leading zeros for UTF-16.
   */
  private JsonParser parser(byte[] record) throws IOException, UnreadableRecordException {
    for (byte b : record) {
      if (b <= 0) {
        return factory.createParser(decoded(record));
      }
    }
    return factory.createParser(record);
  }

  private static String decoded(byte[] record) throws UnreadableRecordException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the record is not UTF-8");
    }
  }

  private static void readObject(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      readValue(parser, node.children.get(name), fields);
    }
  }

  private static void readArray(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      readValue(parser, node.children.get(Integer.toString(i)), fields);
    }
  }

  private static void readValue(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (node == null) {
      parser.skipChildren();
      return;
    }
    if (node.slot >= 0) {
      switch (token) {
        case VALUE_STRING -> fields.set(node.slot, Kind.STRING, parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
            fields.set(node.slot, Kind.NUMBER, parser.getText());
        case VALUE_TRUE, VALUE_FALSE -> fields.set(node.slot, Kind.BOOLEAN, parser.getText());
        case START_OBJECT, START_ARRAY -> fields.set(node.slot, Kind.NESTED, null);
        default -> fields.set(node.slot, Kind.ABSENT, null);
      }
    }
    if (token == JsonToken.START_OBJECT && !node.children.isEmpty()) {
      readObject(parser, node, fields);
    } else if (token == JsonToken.START_ARRAY && !node.children.isEmpty()) {
      readArray(parser, node, fields);
    } else {
      parser.skipChildren();
    }
  }

  private static UnreadableRecordException malformed(String detail) {
    return new UnreadableRecordException(RejectionReason.MALFORMED_JSON, detail);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
