package io.anomalystack.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are mistaken, or mean no good. */
class HostileRequestsTest extends RunningDashboard {
  @ParameterizedTest
  @ValueSource(
      strings = {"' or 1=1 --", "\\", "%", "_", "product=pen' union select 1 --", "?", "$1"})
  void whatAUserTypesIsNoSql(String text) throws Exception {
    lake.write("a", new DecisionBuilder());
    awaitTimeseries(1);

    for (String parameter : List.of("detector", "dimension", "q")) {
      JsonNode found = get("api/series?" + parameter + "=" + encode(text));
      assertThat(found.get("total").intValue()).as(parameter).isZero();
    }
    assertThat(get("api/anomalies?series=" + encode(text)).get("total").intValue()).isZero();
    assertThat(get("api/series").get("total").intValue()).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongWithARequest() throws Exception {
    assertThat(send("api/series/nothing").statusCode()).isEqualTo(404);
    assertThat(send("api/series/" + "0".repeat(64) + "/points").statusCode()).isEqualTo(404);
    assertThat(send("api/series?limit=many").body())
        .isEqualTo("{\"error\":\"limit: must be a whole number from 1 to 500, was many\"}");
    assertThat(send("api/series?sort=size").body()).contains("must be one of alerts, recent, name");
    assertThat(send("api/anomalies?before=x").body()).contains("before: must be 'next'");
    assertThat(send("api/anomalies?before=x").statusCode()).isEqualTo(400);
    assertThat(send("api/anomalies?before=999999999999999~").statusCode()).isEqualTo(400);
    assertThat(send("api/anomalies?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void thePageRunsNothingButItsOwnFiles() throws Exception {
    HttpResponse<String> page = send("");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(send("echarts.js").body()).contains("Apache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/....//etc/passwd",
        "/Dashboard.class",
        "/api/series/..%2f..%2fetc%2fpasswd/points",
        "/etc/passwd"
      })
  void noOtherFileCanBeAskedFor(String path) throws Exception {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 40[04].*").doesNotContain("root:");
  }

  @Test
  void isThereOnlyForThoseWhoAskForThisMachine() throws Exception {
    assertThat(raw("GET /api/overview HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("kpis");
    assertThat(
            raw(
                "GET /api/overview HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                    .formatted(dashboard.uri().getPort())))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void saysThatAPortIsTaken() {
    int port = dashboard.uri().getPort();

    assertThatThrownBy(() -> Dashboard.start(folder, InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(Dashboard.PortTakenException.class)
        .hasMessageContaining(String.valueOf(port));
  }

  /** As no well-meaning client would send it. */
  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.uri().getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
