package io.anomalystack.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anomalystack.embedded.LambdaRuntime;
import io.anomalystack.embedded.RuntimeApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The packaged function under AWS's own runtime interface client, in a process of its own. */
class FunctionIT {
  private static final Path ZIP = Path.of("target/ingestion-lambda.zip");
  private static final Duration TIMEOUT = Duration.ofSeconds(50);
  private static final int MEMORY = 512;
  private static final long MOST_BYTES = 25_000_000;

  @Test
  void publishesFromThePackageUnderTheRuntimeInterfaceClient() throws Exception {
    try (Shop shop = Shop.open("packaged")) {
      shop.sell(100);
      try (LambdaRuntime function = start(shop.config())) {
        RuntimeApi.Answer cold = function.invoke(event(), TIMEOUT);
        shop.sell(100);
        RuntimeApi.Answer warm = function.invoke(event(), TIMEOUT);
        shop.sell(1);
        RuntimeApi.Answer warmer = function.invoke(event(), TIMEOUT);

        assertThat(List.of(cold.failed(), warm.failed(), warmer.failed()))
            .as("%s%n%s%n%s", cold.payload(), warm.payload(), function.output())
            .containsOnly(false);
        assertThat(cold.payload()).contains("\"rows\":100,", "\"caughtUp\":true");
        assertThat(warm.payload()).contains("\"rows\":100,", "\"totalRows\":200");
        assertThat(warmer.payload()).contains("\"rows\":1,", "\"behindSeconds\":0");
        assertThat(shop.publishedKeys("read_committed"))
            .doesNotHaveDuplicates()
            .hasSameElementsAs(new TreeSet<>(shop.column("id")));
        assertThat(function.output()).contains("CloudWatchMetrics").doesNotContain("Exception");
        System.out.printf(
            "zip %d bytes, start %d ms, cold %d ms, warm %d and %d ms, %d MiB%n",
            Files.size(ZIP),
            function.initialization().toMillis(),
            cold.duration().toMillis(),
            warm.duration().toMillis(),
            warmer.duration().toMillis(),
            function.peakMemory() >> 20);
      }
    }
  }

  @Test
  void saysAllThatIsWrongWithItsConfigurationBeforeTheFirstEvent() {
    assertThat(catchThrowable(() -> start("source: s\ntopik: t").close()))
        .hasMessageContaining("problems in ingestion configuration")
        .hasMessageContaining("topik: unknown setting; did you mean 'topic'?")
        .hasMessageContaining("database: required, but missing");
  }

  @Test
  void isSmallAndHoldsNothingThatItDoesNotNeed() throws IOException {
    assertThat(Files.size(ZIP)).isLessThan(MOST_BYTES);
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .noneMatch(
              name -> name.matches(".*(netty|apache-client|apache5|zstd|snappy|lz4|biweekly).*"));
    }
  }

  private static LambdaRuntime start(String config) throws IOException, InterruptedException {
    return LambdaRuntime.start(
        ZIP,
        IngestionHandler.class.getName(),
        Map.of("INGESTION_CONFIG", config, "PASSWORD", "postgres", "AWS_REGION", "eu-central-1"),
        MEMORY);
  }

  private static String event() throws IOException {
    try (InputStream event = FunctionIT.class.getResourceAsStream("/events/scheduler.json")) {
      return new String(event.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
