package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.job.config.JobSettings;
import io.anomalystack.job.config.RuntimeProperties;
import io.anomalystack.sink.SinkSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The applications of detection.yaml, held against what they read. */
class DetectionTemplateTest {
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("Name", "shop"),
          Map.entry("ClusterArn", "arn:aws:kafka:eu-west-1:111122223333:cluster/main/uuid-1"),
          Map.entry("BootstrapServers", "b-1.example.com:9098,b-2.example.com:9098"),
          Map.entry("SubnetIds", "subnet-1,subnet-2"),
          Map.entry("SecurityGroupIds", "sg-1"),
          Map.entry("InputTopics", "sales,clicks"),
          Map.entry("ArtifactsBucket", "packages"),
          Map.entry("DetectionCodeKey", "detection-1.jar"),
          Map.entry("SinkCodeKey", "sink-1.jar"),
          Map.entry("LakeBucket", "data"),
          Map.entry("KmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1"),
          Map.entry("DetectionRoleArn", "none"),
          Map.entry("SinkRoleArn", "none"));

  private static final String MSK = "arn:aws:kafka:eu-west-1:111122223333:";

  private final Template template = Template.read("detection.yaml");

  /** By the defaults of the template, as the applications would check them at their start. */
  @Test
  void applicationsAcceptTheirSettings() throws Exception {
    Map<String, String> detection = settings("Detection", GIVEN);
    JobSettings job = JobSettings.from(detection);
    SinkSettings sink = SinkSettings.from(settings("Sink", GIVEN));

    assertThat(detection)
        .containsEntry("detectors", "s3://packages/detectors/detectors.yaml")
        .doesNotContainKey("detectors.forget");
    assertThat(job.groupId()).isEqualTo("shop-detection");
    assertThat(job.kafkaProperties())
        .containsEntry("bootstrap.servers", "b-1.example.com:9098,b-2.example.com:9098")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "AWS_MSK_IAM");
    assertThat(sink.lake()).hasToString("s3://data/lake");
    assertThat(sink.kafkaProperties()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(sink.decisionsTopic()).isEqualTo(job.decisionsTopic());
    assertThat(sink.groupId()).isNotEqualTo(job.groupId());
  }

  @Test
  void applicationsAcceptWhatParametersAllow() throws Exception {
    JsonNode parameters = template.functions().path("Parameters");
    for (String parameter : List.of("InputStart", "Delivery")) {
      for (JsonNode value : parameters.path(parameter).path("AllowedValues")) {
        JobSettings.from(settings("Detection", with(parameter, value.asText())));
        SinkSettings.from(settings("Sink", with(parameter, value.asText())));
      }
    }
    for (String parameter : List.of("LiveModels", "SnapshotInterval", "AnomalyThreshold")) {
      for (String limit : List.of("MinValue", "MaxValue")) {
        String value = parameters.path(parameter).path(limit).asText();
        JobSettings.from(settings("Detection", with(parameter, value)));
      }
    }
    JobSettings.from(settings("Detection", with("DetectorsForget", "sales,clicks")));
    JobSettings.from(settings("Detection", with("DetectorsWatch", "0s")));
  }

  /** No setting is left to its default without anybody having thought of it. */
  @Test
  void everySettingIsSetAndNothingElse() throws Exception {
    assertThat(keys("Detection")).isEqualTo(SettingNames.askedForBy(JobSettings::from));
    assertThat(keys("Sink")).isEqualTo(SettingNames.askedForBy(SinkSettings::from));
  }

  /** One default for whoever sets it there and whoever does not set it here. */
  @Test
  void defaultsAreThoseOfTheApplication() throws Exception {
    JobSettings own = JobSettings.from(settings("Detection", GIVEN));
    JobSettings unset =
        JobSettings.from(Map.of("detectors", "file.yaml", "bootstrap.servers", "localhost:9092"));

    assertThat(own)
        .usingRecursiveComparison()
        .ignoringFields("detectors.file", "bootstrapServers", "groupId", "kafka")
        .isEqualTo(unset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Detection", "Sink"})
  void configurationIsReadByTheRuntime(String application) throws Exception {
    JsonNode configuration = configuration(application, GIVEN);
    JsonNode flink = configuration.path("FlinkApplicationConfiguration");

    assertThat(configuration.at("/EnvironmentProperties/PropertyGroups/0/PropertyGroupId").asText())
        .isEqualTo(RuntimeProperties.GROUP);
    assertThat(flink.findValuesAsText("ConfigurationType"))
        .as("DEFAULT ignores the values beside it")
        .hasSize(3)
        .containsOnly("CUSTOM");
    assertThat(configuration.at("/ApplicationSnapshotConfiguration/SnapshotsEnabled").asBoolean())
        .isTrue();
    assertThat(
            configuration.at("/ApplicationSystemRollbackConfiguration/RollbackEnabled").asBoolean())
        .isTrue();
    assertThat(flink.at("/CheckpointConfiguration/CheckpointInterval").asInt())
        .isEqualTo(application.equals("Sink") ? 600_000 : 60_000);
  }

  /** Above it a transaction would end before the checkpoint that commits it. */
  @Test
  void noCheckpointIntervalOutlastsATransaction() throws Exception {
    JsonNode parameters = template.functions().path("Parameters");

    for (String parameter : List.of("CheckpointSeconds", "SinkCheckpointSeconds")) {
      assertThat(parameters.path(parameter).path("MaxValue").asInt())
          .as(parameter)
          .isPositive()
          .isLessThan(900 - 180);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DetectionRole, ReadInputs, topic/main/uuid-1/sales topic/main/uuid-1/clicks",
    "DetectionRole, CommitOffsets, group/main/uuid-1/shop-detection",
    "DetectionRole, WriteOutputs, topic/main/uuid-1/anomaly-decisions"
        + " topic/main/uuid-1/anomaly-rejected topic/main/uuid-1/anomaly-alerts"
        + " topic/main/uuid-1/anomaly-remedies",
    "DetectionRole, WriteInTransactions, transactional-id/main/uuid-1/shop-detection-decisions-*"
        + " transactional-id/main/uuid-1/shop-detection-rejected-*"
        + " transactional-id/main/uuid-1/shop-detection-alerts-*"
        + " transactional-id/main/uuid-1/shop-detection-remedies-*",
    "SinkRole, ReadDecisions, topic/main/uuid-1/anomaly-decisions",
    "SinkRole, CommitOffsets, group/main/uuid-1/shop-lake",
    "SinkRole, WriteRejected, topic/main/uuid-1/anomaly-rejected",
    "SinkRole, WriteInTransactions, transactional-id/main/uuid-1/shop-lake-rejected-*",
  })
  void rolesMayUseTheTopicsGroupsAndTransactionsThatTheApplicationsUse(
      String role, String statement, String expected) throws Exception {
    Set<String> granted = resources(role, statement, GIVEN);
    granted.removeIf(name -> name.endsWith("/"));

    assertThat(granted)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(expected.split(" ")).map(name -> MSK + name).toList());
  }

  @Test
  void tenTopicsFitAndElevenAreRefused() throws Exception {
    String ten = "a,b,c,d,e,f,g,h,i,j";
    String allowed = template.functions().at("/Parameters/InputTopics/AllowedPattern").asText();

    assertThat(resources("DetectionRole", "ReadInputs", with("InputTopics", ten)))
        .hasSize(10)
        .contains(MSK + "topic/main/uuid-1/j");
    assertThat(ten).matches(allowed);
    assertThat(ten + ",k").doesNotMatch(allowed);
  }

  /** Only then do producers number records outside of transactions. */
  @Test
  void idempotentWritesAreGrantedWithoutTransactionsOnly() throws Exception {
    assertThat(sids("DetectionRole", GIVEN)).doesNotContain("WriteWithoutTransactions");
    assertThat(sids("DetectionRole", with("Delivery", "at-least-once")))
        .contains("WriteWithoutTransactions");
  }

  @Test
  void networkInterfacesAreMadeInTheGivenSubnetsAndGroupsOnly() throws Exception {
    JsonNode policy = evaluation(GIVEN).properties("NetworkPolicy");

    assertThat(named(policy, "InTheseSubnets"))
        .contains("arn:aws:ec2:eu-west-1:*:subnet/subnet-2")
        .allMatch(arn -> arn.matches(".*:subnet/(subnet-[12])?"));
    assertThat(named(policy, "WithTheseSecurityGroups"))
        .contains("arn:aws:ec2:eu-west-1:*:security-group/sg-1")
        .allMatch(arn -> arn.matches(".*:security-group/(sg-1)?"));
  }

  @Test
  void aDetectorFileElsewhereIsReadElsewhere() throws Exception {
    Map<String, String> given = new HashMap<>(with("DetectorsBucket", "config"));
    given.put("DetectorsKey", "shop/v2/detectors.yaml");

    assertThat(settings("Detection", given))
        .containsEntry("detectors", "s3://config/shop/v2/detectors.yaml");
    assertThat(resources("DetectionRole", "ReadDetectors", given))
        .containsExactly("arn:aws:s3:::config/shop/*");
  }

  private static Map<String, String> with(String parameter, String value) {
    Map<String, String> given = new HashMap<>(GIVEN);
    given.put(parameter, value);
    return given;
  }

  private Evaluation evaluation(Map<String, String> given) throws Exception {
    return new Evaluation(template.functions(), given);
  }

  private JsonNode configuration(String application, Map<String, String> given) throws Exception {
    return evaluation(given).properties(application).path("ApplicationConfiguration");
  }

  private Map<String, String> settings(String application, Map<String, String> given)
      throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    configuration(application, given)
        .at("/EnvironmentProperties/PropertyGroups/0/PropertyMap")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return settings;
  }

  /** What a property group can set, without what goes to Kafka's clients as it is. */
  private Set<String> keys(String application) throws Exception {
    JsonNode map =
        template
            .functions()
            .path("Resources")
            .path(application)
            .path("Properties")
            .findPath("PropertyMap");
    Set<String> keys = new TreeSet<>();
    map.fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> key.startsWith("kafka."));
    return keys;
  }

  private Set<String> resources(String role, String statement, Map<String, String> given)
      throws Exception {
    return named(evaluation(given).properties(role), statement);
  }

  private List<String> sids(String role, Map<String, String> given) throws Exception {
    return evaluation(given).properties(role).findValuesAsText("Sid");
  }

  private static Set<String> named(JsonNode policies, String sid) {
    JsonNode statement =
        policies.findParents("Sid").stream()
            .filter(found -> found.path("Sid").asText().equals(sid))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no statement " + sid));
    JsonNode resource = statement.path("Resource");
    Set<String> arns = new TreeSet<>();
    if (resource.isTextual()) {
      arns.add(resource.asText());
    }
    resource.forEach(arn -> arns.add(arn.asText()));
    return arns;
  }
}
