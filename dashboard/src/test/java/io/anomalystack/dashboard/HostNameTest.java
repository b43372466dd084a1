package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"127.0.0.1, localhost", "127.0.0.2, 127.0.0.2", "::1, [0:0:0:0:0:0:0:1]"})
  void whereItSaysThatItIsItIs(String address, String host) throws Exception {
    try (Dashboard dashboard = Dashboard.start(folder, InetAddress.getByName(address), 0)) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(dashboard.uri()).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(dashboard.uri().getHost()).isEqualTo(host);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }
}
