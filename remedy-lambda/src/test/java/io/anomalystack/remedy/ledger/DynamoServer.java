package io.anomalystack.remedy.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.embedded.HttpRecorder.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of DynamoDB as the ledger asks for, by its documentation. It shows what is asked, not
 * that DynamoDB would answer so.
 */
public final class DynamoServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "application/x-amz-json-1.0";

  private final HttpRecorder recorder;
  private final Map<String, JsonNode> items = new TreeMap<>();

  /** A server with an empty table. */
  public DynamoServer() throws IOException {
    recorder = new HttpRecorder(this::answer);
  }

  /** Where it is. */
  public String endpoint() {
    return recorder.uri().toString();
  }

  /** From now on it answers nothing but failures. */
  public void fail() {
    recorder.answer(request -> error("ResourceNotFoundException"));
  }

  private Answer answer(Request request) {
    try {
      JsonNode body = JSON.readTree(request.body());
      String target = request.headers().getFirst("X-Amz-Target");
      return switch (target.substring(target.indexOf('.') + 1)) {
        case "PutItem" -> put(body);
        case "GetItem" -> get(body);
        case "DeleteItem" -> delete(body);
        case "UpdateItem" -> update(body);
        default -> error("UnknownOperationException");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer put(JsonNode body) {
    String key = body.at("/Item/remedy/S").textValue();
    boolean once =
        "attribute_not_exists(#key)".equals(body.path("ConditionExpression").textValue());
    if (once && items.containsKey(key)) {
      return error("ConditionalCheckFailedException");
    }
    items.put(key, body.get("Item"));
    return new Answer(200, TYPE, "{}");
  }

  private Answer get(JsonNode body) {
    if (!body.get("ConsistentRead").asBoolean()) {
      return error("ValidationException");
    }
    JsonNode item = items.get(body.at("/Key/remedy/S").textValue());
    return new Answer(200, TYPE, item == null ? "{}" : "{\"Item\":" + item + "}");
  }

  private Answer delete(JsonNode body) {
    String key = body.at("/Key/remedy/S").textValue();
    if (!body.path("ConditionExpression").asText().equals("#place = :place AND #begun = :begun")) {
      return error("ValidationException");
    }
    JsonNode item = items.getOrDefault(key, JSON.createObjectNode());
    JsonNode values = body.get("ExpressionAttributeValues");
    if (!values.path(":place").equals(item.path("place"))
        || !values.path(":begun").equals(item.path("begunAt"))) {
      return error("ConditionalCheckFailedException");
    }
    items.remove(key);
    return new Answer(200, TYPE, "{}");
  }

  private Answer update(JsonNode body) {
    String key = body.at("/Key/remedy/S").textValue();
    boolean known =
        body.get("UpdateExpression").textValue().equals("ADD #count :one SET #expires = :expires")
            && body.get("ConditionExpression")
                .textValue()
                .equals("attribute_not_exists(#count) OR #count < :most");
    if (!known) {
      return error("ValidationException");
    }
    int count = items.containsKey(key) ? items.get(key).at("/actions/N").asInt() : 0;
    if (count >= body.at("/ExpressionAttributeValues/:most/N").asInt()) {
      return error("ConditionalCheckFailedException");
    }
    ObjectNode item = JSON.createObjectNode();
    item.putObject("actions").put("N", Integer.toString(count + 1));
    items.put(key, item);
    return new Answer(200, TYPE, "{}");
  }

  private static Answer error(String code) {
    return new Answer(
        400,
        TYPE,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"no\"}");
  }

  @Override
  public void close() {
    recorder.close();
  }
}
