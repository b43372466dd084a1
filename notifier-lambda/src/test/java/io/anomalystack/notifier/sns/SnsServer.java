package io.anomalystack.notifier.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.embedded.HttpRecorder.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Answers as SNS does, as far as its documentation says, and checks the limits that it says. It
 * shows what is asked of SNS, not that SNS would deliver it.
 */
public final class SnsServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_BYTES = 256 * 1024;

  private final HttpRecorder recorder;

  /** An entry of a request. */
  public record Entry(
      String id,
      String subject,
      JsonNode message,
      Map<String, String> attributes,
      Map<String, String> fields) {}

  /** A server that takes everything. */
  public SnsServer() throws IOException {
    recorder = new HttpRecorder(SnsServer::takeAll);
  }

  /** From now on every request is answered so. */
  public void answer(Function<Request, Answer> answers) {
    recorder.answer(answers);
  }

  /** The requests so far. */
  public List<Request> requests() {
    return recorder.requests();
  }

  /** Where it is. */
  public String endpoint() {
    return recorder.uri().toString();
  }

  /** The entries of all requests, in their order. */
  public List<Entry> entries() {
    return requests().stream().flatMap(request -> entries(request).stream()).toList();
  }

  /** The entries of a request. */
  public static List<Entry> entries(Request request) {
    Map<String, String> form = request.form();
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; form.containsKey(prefix(i) + "Id"); i++) {
      Map<String, String> fields = new TreeMap<>();
      String prefix = prefix(i);
      form.forEach(
          (name, value) -> {
            if (name.startsWith(prefix)) {
              fields.put(name.substring(prefix.length()), value);
            }
          });
      entries.add(
          new Entry(
              fields.get("Id"),
              fields.get("Subject"),
              "json".equals(fields.get("MessageStructure"))
                  ? json(fields.get("Message"))
                  : TextNode.valueOf(fields.get("Message")),
              attributes(fields),
              fields));
    }
    return entries;
  }

  private static String prefix(int i) {
    return "PublishBatchRequestEntries.member." + i + ".";
  }

  private static Map<String, String> attributes(Map<String, String> fields) {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 1; fields.containsKey("MessageAttributes.entry." + i + ".Name"); i++) {
      String prefix = "MessageAttributes.entry." + i + ".";
      attributes.put(
          fields.get(prefix + "Name"),
          fields.get(prefix + "Value.DataType") + " " + fields.get(prefix + "Value.StringValue"));
    }
    return attributes;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every entry is taken, if the request is within SNS's limits. */
  public static Answer takeAll(Request request) {
    return answerEach(request, entry -> "");
  }

  /**
   * Every entry is answered by itself.
   *
   * @param failure the error's code, with {@code !} before it where it is the sender's fault; empty
   *     for none
   */
  public static Answer answerEach(Request request, Function<Entry, String> failure) {
    List<Entry> entries = entries(request);
    if (entries.size() > 10) {
      return error(400, "TooManyEntriesInBatchRequest");
    }
    int bytes =
        entries.stream()
            .mapToInt(entry -> entry.fields().toString().getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (bytes > MOST_BYTES) {
      return error(400, "BatchRequestTooLong");
    }
    StringBuilder taken = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (Entry entry : entries) {
      String code = failure.apply(entry);
      if (code.isEmpty()) {
        taken
            .append("<member><MessageId>m</MessageId><Id>")
            .append(entry.id())
            .append("</Id></member>");
      } else {
        failed
            .append("<member><Id>")
            .append(entry.id())
            .append("</Id><Code>")
            .append(code.replace("!", ""))
            .append("</Code><Message>no</Message><SenderFault>")
            .append(code.startsWith("!"))
            .append("</SenderFault></member>");
      }
    }
    return new Answer(
        200,
        "text/xml",
        "<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<PublishBatchResult><Successful>"
            + taken
            + "</Successful><Failed>"
            + failed
            + "</Failed></PublishBatchResult><ResponseMetadata><RequestId>r</RequestId>"
            + "</ResponseMetadata></PublishBatchResponse>");
  }

  /** A request that fails as a whole. */
  public static Answer error(int status, String code) {
    return new Answer(
        status,
        "text/xml",
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>"
            + "<Code>"
            + code
            + "</Code><Message>no</Message></Error><RequestId>r</RequestId>"
            + "</ErrorResponse>");
  }

  @Override
  public void close() {
    recorder.close();
  }
}
