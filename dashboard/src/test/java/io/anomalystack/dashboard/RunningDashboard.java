package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A dashboard over a lake that a test fills, asked by HTTP. */
abstract class RunningDashboard {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  TestLake lake;
  Dashboard dashboard;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    lake = new TestLake(folder);
    dashboard = Dashboard.start(folder, InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() throws Exception {
    dashboard.close();
  }

  final JsonNode awaitTimeseries(int count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode overview = get("api/overview");
      if (overview.at("/kpis/timeseries").intValue() == count) {
        return overview;
      }
      assertThat(System.nanoTime()).as("%s", overview).isLessThan(deadline);
    }
  }

  final JsonNode get(String address) throws Exception {
    HttpResponse<String> answer = send(address);
    assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  final HttpResponse<String> send(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(dashboard.uri().resolve(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
