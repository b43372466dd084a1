package io.anomalystack.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.job.metrics.JobMetric.Application;
import io.anomalystack.job.metrics.JobMetric.Label;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final String BEGIN = "<!-- generated: metrics -->\n";
  private static final String END = "<!-- end -->";

  @Test
  void pageHasEveryMetricAsItIs() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();

    assertThat(page.substring(begin, page.indexOf(END, begin))).isEqualTo(table());
  }

  private static String table() {
    return Stream.concat(
            Stream.of(
                "| name | type | labels | unit | meaning | counted in |",
                "|---|---|---|---|---|---|"),
            Stream.of(Application.values()).flatMap(MetricsPageTest::rows))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Stream<String> rows(Application application) {
    String heading = application == Application.DETECTION ? "detection" : "sink of the lake";
    return Stream.concat(
        Stream.of("| **" + heading + "** | | | | | |"),
        JobMetric.of(application).stream()
            .map(
                metric ->
                    "| `%s` | %s | %s | %s | %s | %s |"
                        .formatted(
                            metric.text(),
                            metric.type().text(),
                            metric.labels().stream()
                                .map(Label::text)
                                .collect(Collectors.joining(", ")),
                            metric.unit(),
                            metric.meaning(),
                            metric.where())));
  }

  @Test
  void namesAreUniqueAndFitForEveryReporter() {
    assertThat(Arrays.stream(JobMetric.values()).map(JobMetric::text))
        .doesNotHaveDuplicates()
        // https://prometheus.io/docs/concepts/data_model/, as CloudWatch's page asks for, too.
        .allMatch(name -> name.matches("[a-zA-Z][a-zA-Z0-9]*"));
  }
}
