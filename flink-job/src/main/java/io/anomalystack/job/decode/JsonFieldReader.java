package io.anomalystack.job.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.anomalystack.job.decode.Fields.Kind;
import io.anomalystack.model.RejectionReason;
import java.io.IOException;

/** Reads one JSON object, see {@link StrictJson}. */
final class JsonFieldReader implements FieldReader {
  private final StrictJson json;
  private final StrictJson.Members<Fields> members;

  /**
   * A reader of a topic.
   *
   * @param notFinite whether the literals {@code NaN}, {@code Infinity} and {@code -Infinity},
   *     which Python's {@code json} writes, are numbers
   */
  JsonFieldReader(FieldSet fields, boolean notFinite) {
    this.json = new StrictJson(RejectionReason.MALFORMED_JSON, notFinite);
    FieldSet.Node root = fields.root();
    this.members = (parser, into) -> readObject(parser, root, into);
  }

  @Override
  public void read(byte[] record, Fields fields, Runnable filled) throws UnreadableRecordException {
    json.read(record, members, fields);
    filled.run();
  }

  private static void readObject(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      readValue(parser, node.child(name), fields);
    }
  }

  private static void readArray(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      readValue(parser, node.child(Integer.toString(i)), fields);
    }
  }

  private static void readValue(JsonParser parser, FieldSet.Node node, Fields fields)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (node == null) {
      parser.skipChildren();
      return;
    }
    if (node.isRead()) {
      switch (token) {
        case VALUE_STRING -> fields.put(node, Kind.STRING, parser.getText());
        case VALUE_NUMBER_INT -> fields.put(node, Kind.NUMBER, parser.getText());
        case VALUE_NUMBER_FLOAT -> fields.put(node, Kind.NUMBER, number(parser));
        case VALUE_TRUE, VALUE_FALSE -> fields.put(node, Kind.BOOLEAN, parser.getText());
        case START_OBJECT, START_ARRAY -> fields.put(node, Kind.NESTED, null);
        default -> fields.put(node, Kind.ABSENT, null);
      }
    }
    if (token == JsonToken.START_OBJECT && node.isInner()) {
      readObject(parser, node, fields);
    } else if (token == JsonToken.START_ARRAY && node.isInner()) {
      readArray(parser, node, fields);
    } else {
      parser.skipChildren();
    }
  }

  /** The number as it was written, but for the many spellings of one that is not finite. */
  private static String number(JsonParser parser) throws IOException {
    return parser.isNaN() ? Double.toString(parser.getDoubleValue()) : parser.getText();
  }
}
