package io.anomalystack.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Flink's REST API, as anybody with an HTTP client uses it. */
final class RestApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  RestApi(String address) {
    this.address = address;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), "application/json");
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return send(
        "POST", path, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)), "application/json");
  }

  JsonNode patch(String path) throws IOException, InterruptedException {
    return send("PATCH", path, BodyPublishers.noBody(), "application/json");
  }

  /** A file as a form with the field that Flink reads. */
  JsonNode upload(String path, Path file) throws IOException, InterruptedException {
    String boundary = "one-file";
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
            .formatted(boundary, file.getFileName());
    return send(
        "POST",
        path,
        BodyPublishers.concat(
            BodyPublishers.ofString(head + "Content-Type: application/java-archive\r\n\r\n"),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")),
        "multipart/form-data; boundary=" + boundary);
  }

  private JsonNode send(String method, String path, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body)
                .header("Content-Type", type)
                .timeout(TIMEOUT)
                .build(),
            BodyHandlers.ofString());
    if (!List.of(200, 202).contains(response.statusCode())) {
      throw new AssertionError(
          "%s %s: status %d: %s"
              .formatted(
                  method,
                  path,
                  response.statusCode(),
                  response.body().replace("\\n", "\n").replace("\\t", "  ")));
    }
    return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }
}
