package io.anomalystack.benchmarks.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anomalystack.model.AffectedSeries;
import io.anomalystack.model.Alert;
import io.anomalystack.model.AlertJson;
import io.anomalystack.model.AlertState;
import io.anomalystack.model.Decision;
import io.anomalystack.model.Dimension;
import io.anomalystack.model.ModelStage;
import io.anomalystack.model.Severity;
import io.anomalystack.model.TimeSeriesId;
import io.anomalystack.notifier.NotifierHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An alert a batch, to an SNS that is a server on this machine which answers as SNS does. */
final class NotifierRun implements FunctionRun, AutoCloseable {
  private static final int OK = 200;
  private static final String ANSWER =
      """
      <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>\
      <Failed/><Successful><member><Id>%s</Id><MessageId>m</MessageId></member></Successful>\
      </PublishBatchResult></PublishBatchResponse>""";

  private final HttpServer sns;
  private long minute;
  private int published;

  private NotifierRun(HttpServer sns) {
    this.sns = sns;
  }

  static NotifierRun open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    NotifierRun run = new NotifierRun(server);
    server.createContext("/", run::answer);
    server.start();
    return run;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String entry = request.replaceFirst("(?s).*PublishBatchRequestEntries\\.member\\.1\\.Id=", "");
    byte[] body = ANSWER.formatted(entry.split("&", 2)[0]).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(OK, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
    published++;
  }

  @Override
  public String name() {
    return "notifier";
  }

  @Override
  public String handler() {
    return NotifierHandler.class.getName();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "NOTIFIER_CONFIG",
        """
        maxAge: none
        channels:
          - {name: people, type: sns, topic: 'arn:aws:sns:eu-central-1:111122223333:anomalies'}
        """,
        "AWS_ENDPOINT_URL_SNS",
        "http://" + sns.getAddress().getHostString() + ":" + sns.getAddress().getPort(),
        "AWS_ACCESS_KEY_ID",
        "key",
        "AWS_SECRET_ACCESS_KEY",
        "secret");
  }

  @Override
  public String event() {
    published = 0;
    String value = Base64.getEncoder().encodeToString(AlertJson.write(alert(++minute)));
    return """
        {"eventSource":"aws:kafka","records":{"alerts-0":[{"topic":"alerts","partition":0,\
        "offset":%d,"timestamp":0,"timestampType":"CREATE_TIME","value":"%s","headers":[]}]}}"""
        .formatted(minute, value);
  }

  private static Alert alert(long minute) {
    long start = minute * 60_000;
    List<Dimension> dimensions = List.of(new Dimension("product_name", "item-A"));
    String series = TimeSeriesId.of("anybooks-sales", "quantity", dimensions);
    Decision decision =
        new Decision(
            "anybooks-sales",
            "quantity",
            series,
            70,
            dimensions,
            54,
            83.8,
            start,
            start + 60_000,
            1_000,
            90,
            1,
            ModelStage.INFERENCE,
            9.4,
            TimeSeriesId.decisionId(series, start, 0),
            false,
            false,
            9.4,
            6.5,
            12.5,
            1,
            null,
            null);
    return new Alert(
        Alert.incidentId("anybooks-sales", List.of(), start),
        1,
        AlertState.OPENED,
        Severity.WARNING,
        "anybooks-sales",
        List.of(),
        List.of("default"),
        start + 60_000,
        start,
        start + 60_000,
        1,
        1,
        83.8,
        List.of(new AffectedSeries(1, start, decision)),
        decision);
  }

  @Override
  public void check(String answer) {
    if (published != 1 || !answer.equals("{\"batchItemFailures\":[]}")) {
      throw new IllegalStateException(published + " published, " + answer);
    }
  }

  @Override
  public void close() {
    sns.stop(0);
  }
}
