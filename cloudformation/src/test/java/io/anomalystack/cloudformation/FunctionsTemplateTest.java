package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.anomalystack.ingestion.IngestionHandler;
import io.anomalystack.ingestion.config.IngestionConfig;
import io.anomalystack.ingestion.config.NewRows;
import io.anomalystack.notifier.NotifierConfig;
import io.anomalystack.notifier.NotifierHandler;
import io.anomalystack.notifier.sns.SnsSettings;
import io.anomalystack.remedy.ExecutorsFile;
import io.anomalystack.remedy.FunctionEnvironment;
import io.anomalystack.remedy.RemedyHandler;
import io.anomalystack.remedy.metrics.MetricsConfig;
import io.anomalystack.secrets.SecretReference;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTemplateTest {
  private static final String ALERTS = "arn:aws:sns:eu-west-1:111122223333:anomalies-alerts";
  private static final String CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:cluster/shop/uuid-1";
  private static final String BEHIND_CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:";
  private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop";

  private static final Map<String, String> REQUIRED =
      Map.of(
          "ClusterArn", CLUSTER,
          "BootstrapServers", "b-1.example.com:9098,b-2.example.com:9098",
          "AlertTopic", ALERTS,
          "NotifierLedger", "stack-NotifierLedger-1",
          "RemedyLedger", "stack-RemedyLedger-1");

  private static final Map<String, String> ALL =
      with(
          Map.of(
              "DatabaseHost",
              "db.example.com",
              "DatabaseSecretArn",
              SECRET,
              "IngestionTable",
              "table: sales\nkey: [id]\nnewRows: {transaction: xid}\nfields: {timestamp: sold_at}",
              "RemedySettings",
              "executors: {launcher: {type: sagemaker, job: run}}\nmaxAge: 2h",
              "MetricsSettings",
              "detectors: [anybooks-sales]"));

  @TempDir Path directory;

  private final JsonNode template = read();

  private static JsonNode read() {
    try {
      return TaggedYaml.read(Template.read("functions.yaml").text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> with(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(parameters);
    return all;
  }

  // What the functions are told
  // --------------------------------------------------------------------

  @Test
  void notifierTellsTheTopicAndKeepsItsLedgerWithoutAnySettings() throws Exception {
    NotifierConfig config =
        NotifierConfig.read(environment(REQUIRED, "Notifier").get("NOTIFIER_CONFIG"), directory);

    assertThat(config.zone().getId()).isEqualTo("UTC");
    assertThat(config.ledger().table()).contains("stack-NotifierLedger-1");
    assertThat(config.channels())
        .singleElement()
        .satisfies(
            channel ->
                assertThat(channel.settings())
                    .isEqualTo(new SnsSettings(ALERTS, Optional.empty())));
  }

  @Test
  void notifierTakesMoreSettingsAndChannels() throws Exception {
    String text =
        environment(
                with(
                    Map.of(
                        "NotifierSettings",
                        "zone: Europe/Berlin\nmaxAge: 2d",
                        "NotifierChannels",
                        "- {name: chat, type: webhook, url: {secretsManager: slack}, form: slack}\n"
                            + "- {name: log, type: console}")),
                "Notifier")
            .get("NOTIFIER_CONFIG");

    NotifierConfig config = NotifierConfig.read(text, directory);

    assertThat(config.zone().getId()).isEqualTo("Europe/Berlin");
    assertThat(config.maxAge()).contains(Duration.ofDays(2));
    assertThat(config.channels()).hasSize(3);
  }

  @Test
  void ingestionReadsThePasswordFromTheSecretAndReachesTheBrokersByIam() throws Exception {
    IngestionConfig config = ingestion(ALL);

    assertThat(config.database().password())
        .contains(new SecretReference.InSecretsManager(SECRET, Optional.of("password")));
    assertThat(config.table().newRows()).isEqualTo(new NewRows.ByTransaction("xid"));
    assertThat(config.kafka().clients())
        .containsEntry("bootstrap.servers", REQUIRED.get("BootstrapServers"))
        .containsEntry("sasl.mechanism", "AWS_MSK_IAM");
  }

  @Test
  void ingestionWithoutASecretMakesTokensAndTrustsTheFileInItsPackage() throws Exception {
    Files.writeString(directory.resolve("bundle.pem"), "certificates");
    Map<String, String> parameters = new HashMap<>(ALL);
    parameters.put("DatabaseSecretArn", "none");
    parameters.put("DatabaseRootCertificate", "bundle.pem");

    IngestionConfig config = ingestion(parameters);

    assertThat(config.database().password()).isEmpty();
    assertThat(config.database().rootCertificate()).contains(directory.resolve("bundle.pem"));
  }

  @Test
  void remediesAreWrittenDownInTheirTopicAndKeptInTheTable() throws Exception {
    ExecutorsFile file =
        ExecutorsFile.read(environment(ALL, "Remedy").get("REMEDY_CONFIG"), directory);

    assertThat(file.audit().orElseThrow().topic()).isEqualTo("anomaly-remedies");
    assertThat(file.ledger().table()).contains("stack-RemedyLedger-1");
    assertThat(file.executors()).containsOnlyKeys("launcher");
    assertThat(file.maxAge()).contains(Duration.ofHours(2));
  }

  @Test
  void metricsGoToTheNamespaceThatThePolicyAllows() throws Exception {
    MetricsConfig config =
        MetricsConfig.read(environment(ALL, "Metrics").get("METRICS_CONFIG"), directory);

    assertThat(config.detectors()).containsExactly("anybooks-sales");
    assertThat(statement(ALL, "Metrics", "Values").findValuesAsText("cloudwatch:namespace"))
        .containsExactly(config.namespace());
  }

  @Test
  void everyVariableIsOneThatTheFunctionReads() throws Exception {
    // Each refuses to start where its variable is not there.
    new NotifierHandler(environment(REQUIRED, "Notifier")).close();
    new IngestionHandler(environment(ALL, "Ingestion")).close();
    new RemedyHandler(environment(ALL, "Remedy")).close();
    new FunctionEnvironment(environment(ALL, "Metrics"), "METRICS").config(MetricsConfig::read);

    for (String function : List.of("Notifier", "Ingestion", "Remedy", "Metrics")) {
      assertThat(function(ALL, function).at("/Environment/Variables")).hasSize(1);
    }
  }

  /** Of what a function reads, the template leaves out only what it says in another way. */
  @Test
  void everyVariableThatAFunctionReadsIsGivenOrHasAnother() throws Exception {
    assertThat(variables("/io/anomalystack/notifier/HandlerEnvironment.class"))
        .containsExactlyInAnyOrder(
            "NOTIFIER_CONFIG",
            // The same as a file of the package.
            "NOTIFIER_CONFIG_FILE",
            // For event sources without partial answers, which these are not.
            "NOTIFIER_ON_FAILURE");
    assertThat(variables("/io/anomalystack/ingestion/ConfigSource.class"))
        .containsExactlyInAnyOrder("INGESTION_CONFIG", "INGESTION_CONFIG_FILE");
    assertThat(variables("/io/anomalystack/remedy/FunctionEnvironment.class"))
        .containsExactlyInAnyOrder("_CONFIG", "_CONFIG_FILE", "_ON_FAILURE");
  }

  private static Set<String> variables(String classFile) throws IOException {
    try (InputStream in = FunctionsTemplateTest.class.getResourceAsStream(classFile)) {
      String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return Pattern.compile("[A-Z]*_(?:CONFIG_FILE|CONFIG|ON_FAILURE)")
          .matcher(constants)
          .results()
          .map(match -> match.group())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private IngestionConfig ingestion(Map<String, String> parameters) throws Exception {
    return IngestionConfig.parse(
        environment(parameters, "Ingestion").get("INGESTION_CONFIG"), directory);
  }

  // What is deployed
  // -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "Notifier, notifier-lambda",
    "Ingestion, ingestion-lambda",
    "Remedy, remedy-lambda",
    "Metrics, remedy-lambda"
  })
  void handlerIsInThePackage(String function, String module) throws Exception {
    String handler = function(ALL, function).path("Handler").asText();
    Class<?> type = Class.forName(handler);
    assertThat(RequestStreamHandler.class).isAssignableFrom(type);
    assertThat(type.getConstructor()).isNotNull();

    Path zip = Path.of("..", module, "target", module + ".zip");
    if (!Files.exists(zip)) {
      String why = "there is no " + zip + ": mvn package makes it";
      if ("true".equals(System.getenv("CI"))) {
        fail("in CI, but " + why);
      }
      System.out.println("handlerIsInThePackage is left out: " + why);
      Assumptions.abort(why);
    }
    assertThat(classesOf(module, zip)).contains(handler.replace('.', '/') + ".class");
  }

  private static List<String> classesOf(String module, Path zip) throws IOException {
    try (ZipInputStream outer = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry jar = outer.getNextEntry(); jar != null; jar = outer.getNextEntry()) {
        if (jar.getName().startsWith("lib/" + module)) {
          List<String> names = new ArrayList<>();
          ZipInputStream inner = new ZipInputStream(outer);
          for (ZipEntry file = inner.getNextEntry(); file != null; file = inner.getNextEntry()) {
            names.add(file.getName());
          }
          return names;
        }
      }
    }
    throw new AssertionError(zip + " holds no lib/" + module + "*.jar");
  }

  @Test
  void runsInTimeForWhatTheHandlersKeepBack() throws Exception {
    assertThat(function(ALL, "Ingestion").path("Timeout").asInt())
        .isGreaterThan((int) ingestion(ALL).stopBefore().toSeconds() * 2);
    // They keep 20 and 40 seconds for what they have begun.
    assertThat(function(ALL, "Notifier").path("Timeout").asInt()).isGreaterThan(2 * 20);
    assertThat(function(ALL, "Remedy").path("Timeout").asInt()).isGreaterThan(2 * 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Notifier", "Remedy", "Metrics"})
  void eventSourceGivesUpAfterWhileAndKeepsWhatItGaveUp(String function) {
    JsonNode source = new Evaluation(template, ALL).properties(function + "EventSource");

    assertThat(source.path("FunctionResponseTypes").toString()).contains("ReportBatchItemFailures");
    // What the alarms look at, which is made only where it is asked for.
    assertThat(source.at("/MetricsConfig/Metrics").toString()).contains("EventCount", "ErrorCount");
    assertThat(source.path("ProvisionedPollerConfig").path("MinimumPollers").asInt()).isPositive();
    assertThat(source.path("MaximumRetryAttempts").asInt()).isBetween(1, 100);
    assertThat(source.path("MaximumRecordAgeInSeconds").asInt()).isBetween(60, 604800);
    assertThat(source.at("/DestinationConfig/OnFailure/Destination").asText())
        .isEqualTo("<FailuresBucket.Arn>");
    assertThat(source.at("/AmazonManagedKafkaEventSourceConfig/ConsumerGroupId").asText())
        .isEqualTo("anomalies-" + function.toLowerCase(Locale.ROOT));
  }

  /** Lambda publishes no version of a function that is as it was, and the deployment would fail. */
  @ParameterizedTest
  @ValueSource(strings = {"Notifier", "Ingestion"})
  void newReleaseChangesTheFunctionThatIsPublished(String function) {
    Map<String, String> another = new HashMap<>(ALL);
    another.put("Release", "another");

    assertThat(new Evaluation(template, another).properties(function + "Version"))
        .isNotEqualTo(new Evaluation(template, ALL).properties(function + "Version"));
    assertThat(new Evaluation(template, another).properties(function + "Function"))
        .isNotEqualTo(new Evaluation(template, ALL).properties(function + "Function"));
  }

  @ParameterizedTest
  @CsvSource({"Notifier, io.anomalystack.notifier", "Remedy, io.anomalystack.remedy"})
  void ledgerHasTheKeyAndTheTimeToLiveOfTheCode(String function, String code) throws Exception {
    JsonNode table = new Evaluation(template, ALL).properties(function + "Ledger");
    Class<?> ledger = Class.forName(code + ".ledger.DynamoLedger");

    assertThat(table.path("KeySchema").findValuesAsText("AttributeName"))
        .containsExactly(constant(ledger, "KEY"));
    assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText())
        .isEqualTo(constant(ledger, "EXPIRES"));
  }

  private static String constant(Class<?> type, String name) throws Exception {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return (String) field.get(null);
  }

  // What they may
  // ----------------------------------------------------------------------------------

  @Test
  void ingestionMayUseTheTopicsAndTheTransactionalIdOfItsConfigurationAndNoOthers()
      throws Exception {
    Map<String, String> parameters = new HashMap<>(ALL);
    parameters.put("IngestionSource", "orders");
    parameters.put("IngestionTopic", "order-lines");
    IngestionConfig config = ingestion(parameters);
    String behind = "/shop/uuid-1/";

    assertThat(statement(parameters, "Ingestion", "Rows").path("Resource").asText())
        .isEqualTo(BEHIND_CLUSTER + "topic" + behind + config.kafka().topic());
    assertThat(statement(parameters, "Ingestion", "Progress").path("Resource").asText())
        .isEqualTo(BEHIND_CLUSTER + "topic" + behind + config.kafka().progressTopic());
    assertThat(statement(parameters, "Ingestion", "Transactions").path("Resource").asText())
        .isEqualTo(BEHIND_CLUSTER + "transactional-id" + behind + config.kafka().transactionalId());
  }

  @Test
  void ingestionMayReadItsSecretOrElseLogIn() {
    assertThat(statement(ALL, "Ingestion", "Password").path("Resource").asText()).isEqualTo(SECRET);

    Map<String, String> withTokens = new HashMap<>(ALL);
    withTokens.put("DatabaseSecretArn", "none");
    withTokens.put("DatabaseResourceId", "db-ABC");
    assertThat(statement(withTokens, "Ingestion", "Login").path("Resource").asText())
        .isEqualTo("arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ABC/ingestion");
    assertThat(policy(withTokens, "Ingestion").findValuesAsText("Action"))
        .doesNotContain("secretsmanager:GetSecretValue");
  }

  @Test
  void existingRolesAreTakenInstead() {
    Map<String, String> parameters = new HashMap<>(ALL);
    for (String role : List.of("Notifier", "Ingestion", "Remedy", "Metrics", "Scheduler")) {
      parameters.put(role + "RoleArn", "arn:aws:iam::111122223333:role/" + role);
    }

    for (String function : List.of("Notifier", "Ingestion", "Remedy", "Metrics")) {
      assertThat(function(parameters, function).path("Role").asText())
          .isEqualTo("arn:aws:iam::111122223333:role/" + function);
    }
    assertThat(made(parameters))
        .doesNotContain(
            "NotifierRole", "IngestionRole", "RemedyRole", "MetricsRole", "SchedulerRole")
        .contains("IngestionSchedule");
  }

  @Test
  void whatIsNotConfiguredIsNotMade() {
    assertThat(made(REQUIRED))
        .contains("NotifierFunction", "NotifierEventSource", "AlertTopic", "FailuresBucket")
        .noneMatch(resource -> resource.matches("(Ingestion|Scheduler|Remedy|Metrics).*"));
    assertThat(made(ALL)).contains("IngestionSchedule", "RemedyEventSource", "MetricsEventSource");
  }

  /** All but subscriptions. */
  private List<String> made(Map<String, String> parameters) {
    Evaluation evaluation = new Evaluation(template, parameters);
    List<String> made = new ArrayList<>();
    template
        .path("Resources")
        .properties()
        .forEach(
            resource -> {
              JsonNode condition = resource.getValue().path("Condition");
              if (condition.isMissingNode() || holds(evaluation, condition.asText())) {
                made.add(resource.getKey());
              }
            });
    return made;
  }

  private static boolean holds(Evaluation evaluation, String condition) {
    try {
      return evaluation
          .value(TaggedYaml.read("!If [" + condition + ", 'yes', 'no']"))
          .asText()
          .equals("yes");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // Whom they tell
  // ---------------------------------------------------------------------------------

  /**
   * By Fn::ForEach, whose key has the address in it: CloudFormation would otherwise take an address
   * that moves up in the list for another one, and cancel the subscription that it has just made.
   */
  @ParameterizedTest
  @CsvSource({
    "EmailSubscriptions, EmailAddresses, email, TellsByEmail, AlertTopic",
    "SmsSubscriptions, PhoneNumbers, sms, TellsBySms, AlertTopic",
    "OperatorSubscriptions, OperatorEmailAddresses, email, TellsOperators, AlarmTopic"
  })
  void subscriptionsAreNamedAfterTheirAddresses(
      String loop, String list, String protocol, String condition, String topic) {
    JsonNode body = template.path("Resources").path("Fn::ForEach::" + loop);
    String variable = body.get(0).asText();
    Map.Entry<String, JsonNode> made = body.get(2).properties().iterator().next();

    assertThat(body.get(1).path("Ref").asText()).isEqualTo(list);
    assertThat(made.getKey()).endsWith("&{" + variable + "}");
    assertThat(made.getValue().path("Condition").asText()).isEqualTo(condition);
    assertThat(made.getValue().path("Properties").path("Protocol").asText()).isEqualTo(protocol);
    assertThat(made.getValue().at("/Properties/Endpoint/Ref").asText()).isEqualTo(variable);
    assertThat(made.getValue().at("/Properties/TopicArn/Ref").asText()).isEqualTo(topic);
    assertThat(holds(new Evaluation(template, REQUIRED), condition)).isFalse();
    assertThat(holds(new Evaluation(template, with(Map.of(list, "someone"))), condition)).isTrue();
  }

  private JsonNode statement(Map<String, String> parameters, String function, String sid) {
    for (JsonNode statement : policy(parameters, function)) {
      if (statement.path("Sid").asText().equals(sid)) {
        return statement;
      }
    }
    throw new AssertionError("the role of " + function + " has no statement " + sid);
  }

  private JsonNode policy(Map<String, String> parameters, String function) {
    return new Evaluation(template, parameters)
        .properties(function + "Role")
        .at("/Policies/0/PolicyDocument/Statement");
  }

  private JsonNode function(Map<String, String> parameters, String function) {
    return new Evaluation(template, parameters).properties(function + "Function");
  }

  private Map<String, String> environment(Map<String, String> parameters, String function) {
    Map<String, String> variables = new HashMap<>();
    // As Lambda does by itself.
    variables.put("AWS_REGION", "eu-west-1");
    function(parameters, function)
        .at("/Environment/Variables")
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    return variables;
  }
}
