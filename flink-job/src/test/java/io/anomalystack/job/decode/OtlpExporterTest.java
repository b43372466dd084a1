package io.anomalystack.job.decode;

import static io.anomalystack.job.decode.OtlpMessages.detector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.anomalystack.job.ingest.Decoded;
import io.anomalystack.job.ingest.Sample;
import io.anomalystack.model.RejectedRecord;
import io.anomalystack.model.RejectionReason;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenTelemetry's own SDK and exporter write. */
class OtlpExporterTest {
  private static final Attributes RANK =
      Attributes.of(AttributeKey.longKey("rank"), 3L, AttributeKey.stringKey("run"), "narrow");

  /** What came by HTTP, and the same as JSON. */
  private final List<byte[]> binary = new ArrayList<>();

  private final List<byte[]> text = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          binary.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private SdkMeterProvider provider() {
    MetricExporter http =
        OtlpHttpMetricExporter.builder()
            .setEndpoint("http://localhost:" + server.getAddress().getPort() + "/v1/metrics")
            .build();
    return SdkMeterProvider.builder()
        .setResource(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("run"), "wide", AttributeKey.stringKey("host"), "n7")))
        .registerMetricReader(PeriodicMetricReader.create(new Both(http)))
        .build();
  }

  /** The exporter, and its own JSON beside it. */
  private final class Both implements MetricExporter {
    private final MetricExporter http;

    Both(MetricExporter http) {
      this.http = http;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        MetricsRequestMarshaler.create(metrics).writeJsonTo(out);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      text.add(out.toByteArray());
      return http.export(metrics);
    }

    @Override
    public CompletableResultCode flush() {
      return http.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return http.shutdown();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }
  }

  /** Again while the SDK refuses: it calls itself busy for a moment after an export has ended. */
  private static void flush(SdkMeterProvider provider) {
    Instant until = Instant.now().plusSeconds(30);
    boolean exported = false;
    while (!exported && Instant.now().isBefore(until)) {
      exported = provider.forceFlush().join(10, TimeUnit.SECONDS).isSuccess();
    }
    assertThat(exported).isTrue();
  }

  private Decoded decode(boolean protobuf, int message, String measures, String dimensions) {
    // The SDK's clock is today's.
    String format = protobuf ? "otlp-protobuf" : "otlp-json";
    Decoding decoding =
        Decoding.otlp(protobuf, detector(format, measures, dimensions, "maxFuture: 36500d"));
    return decoding.decode((protobuf ? binary : text).get(message));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gaugesCountersAndHistograms(boolean protobuf) {
    try (SdkMeterProvider provider = provider()) {
      Meter meter = provider.get("trainer");
      meter.gaugeBuilder("loss").setUnit("1").build().set(2.25, RANK);
      meter.gaugeBuilder("tokens").ofLongs().build().set(8_192, RANK);
      meter.upDownCounterBuilder("queue").build().add(-4, RANK);
      meter.histogramBuilder("step_time").build().record(1.5, RANK);
      flush(provider);

      String measures = "[{field: loss}, {field: tokens}, {field: queue}, {field: step_time}]";
      Decoded decoded = decode(protobuf, 0, measures, "[host, run, rank]");

      assertThat(decoded.samples())
          .extracting(s -> s.key().values(), Sample::counter)
          .containsOnly(tuple(List.of("n7", "narrow", "3"), null));
      assertThat(decoded.samples())
          .extracting(Sample::values)
          .containsExactlyInAnyOrder(
              new double[] {2.25, Double.NaN, Double.NaN, Double.NaN},
              new double[] {Double.NaN, 8_192, Double.NaN, Double.NaN},
              new double[] {Double.NaN, Double.NaN, -4, Double.NaN});
      assertThat(decoded.rejected())
          .extracting(RejectedRecord::measure, RejectedRecord::reason)
          .containsExactly(tuple("step_time", RejectionReason.UNSUPPORTED_METRIC_TYPE));
    }
  }

  @Test
  void counterIsOneStreamInBothEncodingsAndAcrossARestart() {
    for (int run = 0; run < 2; run++) {
      try (SdkMeterProvider provider = provider()) {
        LongCounter errors = provider.get("trainer").counterBuilder("errors").build();
        errors.add(run == 0 ? 5 : 1, RANK);
        flush(provider);
        if (run == 0) {
          errors.add(2, RANK);
          flush(provider);
        }
      }
    }
    // Closing a provider exports once more, so the restarted counter is the last message.
    int last = binary.size() - 1;
    Sample first = decode(true, 0, "[{field: errors}]", "[run]").samples().get(0);
    Sample second = decode(true, 1, "[{field: errors}]", "[run]").samples().get(0);
    Sample restarted = decode(true, last, "[{field: errors}]", "[run]").samples().get(0);

    assertThat(first.values()).containsExactly(5);
    assertThat(second.values()).containsExactly(7);
    assertThat(restarted.values()).containsExactly(1);
    assertThat(second.counter()).isEqualTo(first.counter());
    assertThat(restarted.counter().stream()).isEqualTo(first.counter().stream());
    assertThat(restarted.counter().since()).isGreaterThan(first.counter().since());
    assertThat(decode(false, 0, "[{field: errors}]", "[run]").samples().get(0).counter())
        .isEqualTo(first.counter());
  }
}
