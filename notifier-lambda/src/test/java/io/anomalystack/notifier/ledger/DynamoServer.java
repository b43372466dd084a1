package io.anomalystack.notifier.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.embedded.HttpRecorder.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of DynamoDB as the ledger asks for, by its documentation: BatchGetItem of at most 100
 * keys, of which it may leave some unprocessed, and PutItem on the condition that there is none. It
 * shows what is asked, not that DynamoDB would answer so.
 */
public final class DynamoServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "application/x-amz-json-1.0";
  private static final String ERROR = "com.amazonaws.dynamodb.v20120810#";

  private final HttpRecorder recorder;
  final Map<String, JsonNode> items = new TreeMap<>();

  /** How many keys of a question are answered; the rest is unprocessed. */
  int mostAnswered = Integer.MAX_VALUE;

  /** A server with an empty table. */
  public DynamoServer() throws IOException {
    recorder = new HttpRecorder(this::answer);
  }

  /** Where it is. */
  public String endpoint() {
    return recorder.uri().toString();
  }

  int requests() {
    return recorder.requests().size();
  }

  void fail() {
    recorder.answer(request -> error("ResourceNotFoundException"));
  }

  private Answer answer(Request request) {
    try {
      JsonNode body = JSON.readTree(request.body());
      String target = request.headers().getFirst("X-Amz-Target");
      return target.endsWith(".PutItem") ? put(body) : get(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer put(JsonNode body) {
    String key = body.at("/Item/delivery/S").textValue();
    if (!body.get("ConditionExpression").textValue().equals("attribute_not_exists(#key)")) {
      return error("ValidationException");
    }
    return items.putIfAbsent(key, body.get("Item")) == null
        ? new Answer(200, TYPE, "{}")
        : error("ConditionalCheckFailedException");
  }

  private Answer get(JsonNode body) {
    String table = body.get("RequestItems").fieldNames().next();
    JsonNode question = body.get("RequestItems").get(table);
    if (question.get("Keys").size() > 100 || !question.get("ConsistentRead").asBoolean()) {
      return error("ValidationException");
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode found = answer.putObject("Responses").putArray(table);
    ObjectNode left = answer.putObject("UnprocessedKeys");
    int answered = 0;
    for (JsonNode key : question.get("Keys")) {
      if (answered++ < mostAnswered) {
        JsonNode item = items.get(key.at("/delivery/S").textValue());
        if (item != null) {
          found.addObject().set("delivery", item.get("delivery"));
        }
      } else {
        ObjectNode again = left.has(table) ? (ObjectNode) left.get(table) : left.putObject(table);
        again.set("ExpressionAttributeNames", question.get("ExpressionAttributeNames"));
        again.set("ProjectionExpression", question.get("ProjectionExpression"));
        again.set("ConsistentRead", question.get("ConsistentRead"));
        ((ArrayNode) (again.has("Keys") ? again.get("Keys") : again.putArray("Keys"))).add(key);
      }
    }
    return new Answer(200, TYPE, answer.toString());
  }

  private static Answer error(String code) {
    return new Answer(400, TYPE, "{\"__type\":\"" + ERROR + code + "\",\"message\":\"no\"}");
  }

  @Override
  public void close() {
    recorder.close();
  }
}
