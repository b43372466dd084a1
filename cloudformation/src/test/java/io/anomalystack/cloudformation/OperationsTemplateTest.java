package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anomalystack.job.metrics.JobMetric;
import io.anomalystack.job.metrics.JobMetric.Application;
import io.anomalystack.job.metrics.JobMetric.Label;
import io.anomalystack.job.metrics.JobMetric.Type;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alarms and dashboard of the template, against the metrics that there are. */
class OperationsTemplateTest {
  private static final Template TEMPLATE = Template.read(Template.OPERATIONS);
  private static final Path AWS_METRICS = Path.of("src/test/resources/aws-metrics.txt");
  private static final Path RULES = Path.of("../operations/prometheus/anomaly-alerts.yaml");
  private static final Path RUNBOOK = Path.of("../docs/runbook.md");
  private static final String KINESIS = "AWS/KinesisAnalytics";

  private static final Pattern REMEDY = Pattern.compile("docs/runbook\\.md, ([a-z -]+)\\.$");
  private static final Pattern RULE_REMEDY = Pattern.compile("runbook: docs/runbook\\.md#(\\S+)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern SEARCH =
      Pattern.compile(
          "SEARCH\\('\\{([\\w/]+),([\\w,]+)} Application=\"([^\"]+)\" MetricName=\"(\\w+)\"'");

  /** A metric as something asks for it. */
  private record Asked(String namespace, String name, List<String> dimensions, String application) {
    private String key() {
      return (namespace + " " + name + " " + String.join(",", dimensions)).trim();
    }
  }

  @Test
  void alarmsWatchOnlyMetricsThatExist() throws Exception {
    Set<Asked> asked = new HashSet<>();
    for (JsonNode alarm : resources("AWS::CloudWatch::Alarm").values()) {
      if (alarm.has("MetricName")) {
        asked.add(metric(alarm));
      }
      for (JsonNode each : alarm.path("Metrics")) {
        if (each.has("MetricStat")) {
          asked.add(metric(each.path("MetricStat").path("Metric")));
        }
      }
    }

    assertThat(asked).hasSizeGreaterThan(15);
    assertExist(asked);
  }

  @Test
  void dashboardShowsOnlyMetricsThatExistAndAllOfOurs() throws Exception {
    Set<Asked> asked = new HashSet<>();
    for (JsonNode widget : dashboard().path("widgets")) {
      for (JsonNode metric : widget.path("properties").path("metrics")) {
        if (metric.get(0).isTextual()) {
          asked.add(metric(metric));
        } else {
          Matcher search = SEARCH.matcher(metric.get(0).path("expression").asText());
          while (search.find()) {
            asked.add(
                new Asked(
                    search.group(1),
                    search.group(4),
                    List.of(search.group(2).split(",")),
                    search.group(3)));
          }
        }
      }
    }

    assertExist(asked);
    assertThat(asked.stream().map(Asked::name))
        .containsAll(
            Arrays.stream(JobMetric.values())
                .filter(metric -> metric.type() != Type.HISTOGRAM)
                .map(JobMetric::text)
                .toList());
  }

  private static void assertExist(Set<Asked> asked) throws Exception {
    Set<String> existing = new TreeSet<>();
    try (Stream<String> lines = Files.lines(AWS_METRICS)) {
      lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(existing::add);
    }
    resources("AWS::Logs::MetricFilter").values().stream()
        .map(filter -> filter.path("MetricTransformations").get(0))
        .forEach(
            made ->
                existing.add(
                    made.path("MetricNamespace").asText()
                        + " "
                        + made.path("MetricName").asText()));
    for (JobMetric metric : JobMetric.values()) {
      if (metric.type() != Type.HISTOGRAM) {
        List<String> dimensions = new ArrayList<>(List.of("Application"));
        metric.labels().stream().map(Label::text).forEach(dimensions::add);
        existing.add(KINESIS + " " + metric.text() + " " + String.join(",", dimensions));
      }
    }
    assertThat(existing).containsAll(asked.stream().map(Asked::key).toList());
    for (Asked each : asked) {
      Arrays.stream(JobMetric.values())
          .filter(metric -> metric.text().equals(each.name()))
          .forEach(metric -> assertThat(each.application()).contains(application(metric)));
    }
  }

  private static String application(JobMetric metric) {
    return metric.application() == Application.SINK ? "SinkApplication" : "DetectionApplication";
  }

  private static Asked metric(JsonNode described) {
    if (described.isArray()) {
      List<String> dimensions = new ArrayList<>();
      for (int i = 2; i + 1 < described.size() && described.get(i).isTextual(); i += 2) {
        dimensions.add(described.get(i).asText());
      }
      return new Asked(
          described.get(0).asText(),
          described.get(1).asText(),
          dimensions,
          described.path(3).asText());
    }
    List<String> dimensions = new ArrayList<>();
    String application = "";
    for (JsonNode dimension : described.path("Dimensions")) {
      dimensions.add(dimension.path("Name").asText());
      application = dimension.path("Value").asText();
    }
    return new Asked(
        described.path("Namespace").asText(),
        described.path("MetricName").asText(),
        dimensions,
        application);
  }

  @Test
  void widgetsLieBesideEachOther() throws Exception {
    Set<String> taken = new HashSet<>();
    for (JsonNode widget : dashboard().path("widgets")) {
      String title = widget.path("properties").path("title").asText("text");
      for (int x = 0; x < widget.path("width").asInt(); x++) {
        for (int y = 0; y < widget.path("height").asInt(); y++) {
          int column = widget.path("x").asInt() + x;
          assertThat(column).as(title).isLessThan(24);
          assertThat(taken.add(column + " " + (widget.path("y").asInt() + y))).as(title).isTrue();
        }
      }
    }
    assertThat(taken).isNotEmpty();
  }

  /** Its placeholders, of which some stand for numbers, are all parameters. */
  private static JsonNode dashboard() throws Exception {
    String body =
        resources("AWS::CloudWatch::Dashboard").get("Dashboard").path("DashboardBody").asText();
    return new ObjectMapper().readTree(body.replaceAll("\"value\": \\$\\{\\w+}", "\"value\": 1"));
  }

  @Test
  void everyAlarmTellsWhatItMeansAndWhereTheRemedyIs() throws Exception {
    Map<String, JsonNode> alarms = resources("AWS::CloudWatch::Alarm");
    assertThat(alarms).hasSizeGreaterThan(15);
    alarms.forEach(
        (id, alarm) -> {
          assertThat(alarm.path("AlarmName").asText()).as(id).startsWith("${Name}-");
          assertThat(alarm.path("AlarmDescription").asText()).as(id).containsPattern(REMEDY);
          assertThat(alarm.path("AlarmActions")).as(id).isEqualTo(alarm.path("OKActions"));
          assertThat(alarm.path("AlarmActions")).as(id).hasSize(3);
          assertThat(alarm.path("TreatMissingData").asText()).as(id).isNotEmpty();
        });
  }

  @Test
  void prometheusHasTheSameAlarms() throws Exception {
    Set<String> rules =
        RULE_REMEDY
            .matcher(Files.readString(RULES))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> alarms = remedies();

    // Functions and queues are AWS's own; that a file was refused, Managed Flink's log tells.
    alarms.removeAll(Set.of("function-errors", "dead-letters"));
    rules.remove("detector-file-refused");
    assertThat(rules).isEqualTo(alarms);
  }

  @Test
  void runbookHasEveryRemedy() throws Exception {
    Set<String> headings =
        HEADING
            .matcher(Files.readString(RUNBOOK))
            .results()
            .map(match -> anchor(match.group(1)))
            .collect(Collectors.toSet());

    assertThat(headings).containsAll(remedies());
    assertThat(headings).contains("detector-file-refused");
  }

  /** The headings that alarms name, as links have them. */
  private static Set<String> remedies() throws Exception {
    Set<String> remedies = new TreeSet<>();
    for (JsonNode alarm : resources("AWS::CloudWatch::Alarm").values()) {
      Matcher remedy = REMEDY.matcher(alarm.path("AlarmDescription").asText());
      assertThat(remedy.find()).isTrue();
      remedies.add(anchor(remedy.group(1)));
    }
    return remedies;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
  }

  /** A release of the connector that says it in other words would never raise the alarm. */
  @Test
  void kafkaSinkLogsALostTransactionInTheWordsThatAreLookedFor() throws Exception {
    String committer;
    try (InputStream code =
        JobMetric.class.getResourceAsStream(
            "/org/apache/flink/connector/kafka/sink/internal/KafkaCommitter.class")) {
      committer = new String(code.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    for (JsonNode filter : resources("AWS::Logs::MetricFilter").values()) {
      List<String> phrases =
          Pattern.compile("\\?\"([^\"]+)\"")
              .matcher(filter.path("FilterPattern").asText())
              .results()
              .map(match -> match.group(1))
              .toList();
      assertThat(phrases).hasSize(2);
      assertThat(committer).contains(phrases);
    }
  }

  /** Properties by resource, of one type. */
  private static Map<String, JsonNode> resources(String type) throws Exception {
    Map<String, JsonNode> found = new TreeMap<>();
    TEMPLATE
        .tree()
        .path("Resources")
        .fields()
        .forEachRemaining(
            resource -> {
              if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue().path("Properties"));
              }
            });
    return found;
  }
}
