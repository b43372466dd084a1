package io.anomalystack.job.metrics;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/**
 * What Prometheus reads from Flink's own reporter, over HTTP.
 *
 * @param samples in the order of the page
 */
public record Scrape(List<Sample> samples) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]+[\\w:]*)(\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Where a cluster's reporter is to listen. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** As the documentation tells users to set the reporter up. */
  public static Configuration reporter(int port) {
    Configuration configuration = new Configuration();
    String reporter = "metrics.reporter.prom.";
    configuration.set(MetricOptions.REPORTERS_LIST, "prom");
    configuration.setString(reporter + "factory.class", PrometheusReporterFactory.class.getName());
    configuration.setString(reporter + "port", Integer.toString(port));
    configuration.setString(reporter + "filterLabelValueCharacters", "false");
    return configuration;
  }

  /** Reads the page. */
  public static Scrape of(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    HttpResponse<String> page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    List<Sample> samples = new ArrayList<>();
    for (String line : page.body().lines().filter(line -> !line.startsWith("#")).toList()) {
      Matcher sample = LINE.matcher(line);
      if (!sample.matches()) {
        throw new IOException("no line of Prometheus' format: " + line);
      }
      Map<String, String> labels = new LinkedHashMap<>();
      if (sample.group(3) != null) {
        LABEL
            .matcher(sample.group(3))
            .results()
            .forEach(label -> labels.put(label.group(1), label.group(2)));
      }
      samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(4))));
    }
    return new Scrape(samples);
  }

  /** Those of one name; of a histogram the quantiles. */
  public List<Sample> named(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** The sum over all tasks of the values with such labels, given as name and value in turn. */
  public double sum(JobMetric metric, String... labels) {
    return named(metric.prometheusName()).stream()
        .filter(sample -> has(sample, labels))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  /** All names. */
  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
