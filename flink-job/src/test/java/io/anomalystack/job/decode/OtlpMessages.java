package io.anomalystack.job.decode;

import com.google.protobuf.util.JsonFormat;
import io.anomalystack.job.config.TestDetectors;
import io.anomalystack.model.detector.Detector;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** OpenTelemetry metrics as the Collector writes them, a second before the corpus' wall clock. */
final class OtlpMessages {
  static final long NANOS = (Decoding.RECEIVED - 1_000) * 1_000_000 + 250;

  /** NVIDIA's DCGM exporter, scraped by the Collector's Prometheus receiver. */
  static final String DCGM =
      """
      {"resourceMetrics":[{
        "resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"dcgm-exporter"}},
          {"key":"host.name","value":{"stringValue":"node-7"}},
          {"key":"gpu","value":{"stringValue":"of the resource"}}]},
        "scopeMetrics":[{
          "scope":{"name":"github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver","version":"0.130.0"},
          "metrics":[
            {"name":"DCGM_FI_DEV_GPU_TEMP","description":"GPU temperature (in C).","unit":"",
             "metadata":[{"key":"prometheus.type","value":{"stringValue":"gauge"}}],
             "gauge":{"dataPoints":[
               {"attributes":[{"key":"gpu","value":{"stringValue":"0"}},{"key":"modelName","value":{"stringValue":"NVIDIA H100 80GB HBM3"}}],"timeUnixNano":"@","asDouble":41},
               {"attributes":[{"key":"gpu","value":{"stringValue":"1"}},{"key":"modelName","value":{"stringValue":"NVIDIA H100 80GB HBM3"}}],"timeUnixNano":"@","asDouble":43.5}]}},
            {"name":"DCGM_FI_DEV_PCIE_REPLAY_COUNTER","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[
               {"attributes":[{"key":"gpu","value":{"stringValue":"0"}}],"startTimeUnixNano":"1724938000000000000","timeUnixNano":"@","asDouble":7}]}},
            {"name":"up","gauge":{"dataPoints":[{"timeUnixNano":"@","asDouble":1}]}}]}]}]}
      """
          .replace("@", Long.toString(NANOS));

  private OtlpMessages() {}

  /** A detector of a topic of metrics. */
  static Detector detector(String format, String measures, String dimensions, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "name: gpus",
                "format: " + format,
                "timestamp: {field: time_unix_nano, format: epoch-nanos}",
                "measures: " + measures,
                "dimensions: " + dimensions));
    settings.addAll(List.of(more));
    return TestDetectors.sales(settings.toArray(String[]::new));
  }

  static byte[] protobuf(String json) {
    MetricsData.Builder message = MetricsData.newBuilder();
    try {
      JsonFormat.parser().merge(json, message);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return message.build().toByteArray();
  }

  /** One metric in a message. */
  static String metric(String metric) {
    return """
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"run","value":{"stringValue":"r"}}]},
         "scopeMetrics":[{"scope":{"name":"s","attributes":[{"key":"rank","value":{"intValue":"3"}}]},
         "metrics":[%s]}]}]}
        """
        .formatted(metric.replace("@", Long.toString(NANOS)));
  }

  static String gauge(String name, String point) {
    return metric(
        "{\"name\":\"%s\",\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\"@\",%s}]}}"
            .formatted(name, point));
  }
}
