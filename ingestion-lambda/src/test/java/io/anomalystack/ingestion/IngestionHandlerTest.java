package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestionHandlerTest {
  @Test
  void answersWithWhatItDidAndLogsItAsMetrics() throws Exception {
    List<String> log = new ArrayList<>();
    try (Shop shop = Shop.open("handled");
        IngestionHandler handler =
            new IngestionHandler(Shop.environment(shop.config()), log::add)) {
      shop.sell(3);

      assertThat(invoke(handler))
          .matches(
              "\\{\"source\":\"handled\",\"rows\":3,\"batches\":1,\"caughtUp\":true,\"takenOver\":0,"
                  + "\"behindSeconds\":0,\"totalRows\":3,\"publishedUpTo\":\"[^\"]+Z\","
                  + "\"milliseconds\":[0-9]+}");
      assertThat(log).hasSize(1);
      assertThat(log.get(0))
          .startsWith("{\"_aws\":{\"Timestamp\":")
          .contains(
              "\"CloudWatchMetrics\":[{\"Namespace\":\"AnomalyDetection/Ingestion\","
                  + "\"Dimensions\":[[\"source\"]],\"Metrics\":[{\"Name\":\"rows\",\"Unit\":\"Count\"}")
          .contains("\"source\":\"handled\",\"rows\":3");
    }
  }

  @Test
  void makesNoDifferenceWhetherAnEventComesTwice() throws Exception {
    try (Shop shop = Shop.open("twice");
        IngestionHandler handler = new IngestionHandler(Shop.environment(shop.config()))) {
      shop.sell(2);
      assertThat(invoke(handler)).contains("\"rows\":2,");
      assertThat(invoke(handler)).contains("\"rows\":0,", "\"totalRows\":2");
    }
  }

  @Test
  void saysOnceWhatOrderByTimeCannotPromise() throws Exception {
    List<String> log = new ArrayList<>();
    try (Shop shop = Shop.open("by_clock");
        IngestionHandler handler =
            new IngestionHandler(
                Shop.environment(shop.config("newRows: {timestamp: sold_at, delay: 2m}")),
                log::add)) {
      assertThat(handler.config().source()).isEqualTo("by_clock");
      assertThat(log)
          .singleElement()
          .asString()
          .contains("commits later than 2m after its sold_at");
    }
  }

  @Test
  void wantsOneConfiguration() {
    assertThatThrownBy(() -> new IngestionHandler(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither is set");
    assertThatThrownBy(
            () -> new IngestionHandler(Map.of("INGESTION_CONFIG_FILE", "not/there.yaml")))
        .hasMessageContaining("there is no file to read at");
  }

  @Test
  void connectsToNothingBeforeItIsInvokedNorWhenItIsPrimed() throws Exception {
    try (Shop shop = Shop.open("primed");
        ServerSocket nobody = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "localhost:" + nobody.getLocalPort();
      String config =
          shop.config(
              "kafka: {bootstrap.servers: '" + address + "'}",
              "database: {host: localhost, port: "
                  + nobody.getLocalPort()
                  + ", name: x, user: x, password: {environment: NOT_SET}, tls: disable}");
      try (IngestionHandler handler = new IngestionHandler(Shop.environment(config))) {
        new Priming(handler.config()).beforeCheckpoint(null);

        nobody.setSoTimeout(200);
        assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  private static String invoke(IngestionHandler handler) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), answer, null);
    return answer.toString(StandardCharsets.UTF_8);
  }
}
