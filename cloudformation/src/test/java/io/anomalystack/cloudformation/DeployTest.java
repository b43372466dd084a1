package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anomalystack.cloudformation.Deployment.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeployTest {
  @TempDir Path root;

  private Deployment deployment;

  @BeforeEach
  void open() throws Exception {
    deployment = Deployment.in(root);
  }

  // What people type
  // -------------------------------------------------------------------------------

  @Test
  void helpNamesEveryCommand() throws Exception {
    Outcome outcome = deployment.run("--help");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.output())
        .contains(
            "check ",
            "package ",
            "validate ",
            "upload ",
            "topics ",
            "deploy ",
            "start ",
            "smoke-test ",
            "status ",
            "detectors ",
            "tear-down ",
            "all ",
            "--dry-run",
            "--yes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate | unknown command 'frobnicate'; deploy --help lists all",
        "start --force | unknown option '--force'; deploy --help lists all",
        "start stop | one command at a time, was 'start' and 'stop'",
        "start --parameters | --parameters must name a file",
        "start --parameters nowhere.yaml | there is no file 'nowhere.yaml' to read",
      })
  void whatCannotBeDoneIsSaidInOneLine(String arguments, String message) throws Exception {
    Outcome outcome = deployment.run(arguments.split(" "));

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).startsWith("deploy: " + message).hasLineCount(1);
    assertThat(outcome.calls()).isEmpty();
  }

  @Test
  void allProblemsOfTheParametersAreSaidAtOnce() throws Exception {
    deployment.write(
        "cloudformation/parameters/mine.yaml",
        """
        Name anomalies
        EmailAdresses: a@example.com
        ClusterArn: "arn:aws:kafka
        InputTopics: sales
        InputTopics: returns
        Release: mine
        TopicPartitions: many
        DetectorFiles: nowhere.yaml
        """);

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output())
        .contains(
            "10 problem(s)",
            "line 1: must be 'Name: value', was 'Name anomalies'",
            "line 3: ClusterArn: there is no \" at its end",
            "line 5: InputTopics is set a second time",
            "EmailAdresses: unknown",
            "Release: is filled in by this script",
            "SubnetIds: required, but missing",
            "SecurityGroupIds: required, but missing",
            "there is no file 'nowhere.yaml'",
            "TopicPartitions and TopicReplication: must be whole numbers");
    assertThat(outcome.calls()).isEmpty();
  }

  @Test
  void exampleIsOneToBeginWith() throws Exception {
    String example = Files.readString(Path.of("parameters/example.yaml"));
    deployment.write("testdata/detectors/anybooks.yaml", "detectors: []");
    deployment.write("cloudformation/parameters/mine.yaml", example);

    assertThat(deployment.run("deploy", "--yes").exit()).isZero();
    assertThat(sent())
        .containsEntry("IngestionTopic", "sales")
        .containsEntry("PhoneNumbers", "+491701234567")
        .containsEntry("NotifierSettings", "zone: Europe/Berlin")
        .containsEntry(
            "IngestionTable",
            "table: sales\nkey: [id]\nnewRows: {transaction: xid}\n"
                + "fields: {timestamp: sold_at, product_name: product, quantity: units}");
  }

  @Test
  void dryRunSaysEverythingInOrderAndAsksNobody() throws Exception {
    Outcome outcome = deployment.run("all", "--dry-run");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.calls()).isEmpty();
    assertThat(outcome.output().lines().filter(line -> line.startsWith("== ")))
        .extracting(line -> line.replaceFirst("== ([a-z-]+):.*", "$1"))
        .containsExactly(
            "check", "package", "validate", "upload", "topics", "deploy", "start", "smoke-test");
    assertThat(outcome.output())
        .containsSubsequence(
            "$ mvn ",
            "$ ./anomaly validate --detectors",
            "$ aws cloudformation deploy --stack-name anomaly-artifacts",
            "$ aws s3 cp ",
            "$ aws cloudformation validate-template",
            "$ aws kafka create-topic ",
            "$ aws cloudformation create-change-set --stack-name anomalies",
            "$ aws cloudformation execute-change-set",
            "$ aws kinesisanalyticsv2 start-application")
        .doesNotContain(root.toString());
  }

  // Upload and deploy
  // ------------------------------------------------------------------------------

  @Test
  void otherContentHasAnotherKeyAndTheSameIsNotUploadedAgain() throws Exception {
    List<String> first = deployment.run("upload").calls("s3 cp");
    deployment.write("notifier-lambda/target/notifier-lambda.zip", "other content");
    List<String> second = deployment.run("upload").calls("s3 cp");
    deployment.answer("s3api head-object*", 0, "");
    List<String> third = deployment.run("upload").calls("s3 cp");

    assertThat(second).hasSameSizeAs(first);
    assertThat(second.stream().filter(call -> !first.contains(call)))
        .singleElement()
        .asString()
        .matches(".* s3://the-bucket/packages/[0-9a-f]{16}/notifier-lambda.zip");
    assertThat(third).singleElement().asString().contains("detectors.yaml");
  }

  @Test
  void detectorFileKeepsItsKeyAndComesAfterTheFilesThatItNames() throws Exception {
    deployment.write("cloudformation/parameters/holidays.ics", "BEGIN:VCALENDAR");
    deployment.parameters("Name: my_shop\nDetectorFiles: detectors.yaml, holidays.ics\n");
    String twice = Files.readString(root.resolve("cloudformation/parameters/mine.yaml"));
    deployment.write(
        "cloudformation/parameters/mine.yaml",
        twice.replaceFirst("DetectorFiles: detectors.yaml\n", ""));

    Outcome outcome = deployment.run("detectors");

    assertThat(outcome.calls("s3 cp"))
        .extracting(call -> call.replaceFirst(".* ", ""))
        .containsExactly(
            "s3://the-bucket/detectors-my-shop/holidays.ics",
            "s3://the-bucket/detectors-my-shop/detectors.yaml");
  }

  @Test
  void certificatesOfTheDatabaseGoIntoThePackage() throws Exception {
    Path zip = root.resolve("ingestion-lambda/target/ingestion-lambda.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("lib/some.jar"));
    }
    deployment.write("cloudformation/parameters/bundle.pem", "certificates");
    deployment.parameters("RootCertificateFile: bundle.pem\n");
    deployment.write(
        "bin/jar",
        "#!/bin/sh\nexec '%s/bin/jar' \"$@\"".formatted(System.getProperty("java.home")));
    assertThat(root.resolve("bin/jar").toFile().setExecutable(true)).isTrue();

    assertThat(deployment.run("deploy", "--yes").exit()).isZero();
    assertThat(sent()).containsEntry("DatabaseRootCertificate", "bundle.pem");
    Path made = root.resolve("cloudformation/target/deploy/ingestion-lambda.zip");
    try (var in = new ZipFile(made.toFile())) {
      assertThat(in.stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder("lib/some.jar", "bundle.pem");
    }
  }

  @Test
  void firstDeploymentMakesTheStackFromWhatIsUploaded() throws Exception {
    deployment.answer(
        "cloudformation describe-stacks --stack-name anomalies*StackStatus*",
        254,
        "Stack with id anomalies does not exist");
    deployment.parameters("EmailAddresses: a@example.com,b@example.com\nAnomalyThreshold: 80\n");

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.calls("cloudformation create-change-set"))
        .singleElement()
        .asString()
        .contains(
            "--change-set-type CREATE",
            "--capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND",
            "https://the-bucket.s3.eu-central-1.amazonaws.com/templates/")
        .as("what nested stacks get from others is not known yet")
        .doesNotContain("--include-nested-stacks");
    assertThat(outcome.calls("kinesisanalyticsv2")).isEmpty();
    assertThat(outcome.place("cloudformation wait stack-create-complete"))
        .isGreaterThan(outcome.place("cloudformation execute-change-set"));
    assertThat(sent())
        .containsEntry("ArtifactsBucket", "the-bucket")
        .containsEntry("BootstrapServers", "b-1:9098,b-2:9098")
        .containsEntry("EmailAddresses", "a@example.com,b@example.com")
        .containsEntry("AnomalyThreshold", "80")
        .containsEntry("DetectorsKey", "detectors-anomalies/detectors.yaml")
        .hasEntrySatisfying("DetectionCodeKey", key -> assertThat(key).startsWith("packages/"))
        .doesNotContainKeys("Region", "DetectorFiles");
  }

  @Test
  void anUpdateShowsItsChangesAndTakesSnapshotsBeforeIt() throws Exception {
    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("Modify  Nested (AWS::Lambda::Function), REPLACED");
    assertThat(outcome.calls("cloudformation create-change-set").get(0))
        .contains("--change-set-type UPDATE", "--include-nested-stacks");
    assertThat(outcome.calls("kinesisanalyticsv2 create-application-snapshot"))
        .hasSize(2)
        .allSatisfy(
            call ->
                assertThat(outcome.calls().indexOf(call))
                    .isLessThan(outcome.place("cloudformation execute-change-set")));
  }

  @Test
  void anUpdateWaitsForItsSnapshotsWhichWouldBeInItsWay() throws Exception {
    deployment.write(
        "bin/aws",
        Files.readString(root.resolve("bin/aws"))
            .replace(
                "while IFS=",
                """
                if [[ "$*" == 'kinesisanalyticsv2 describe-application-snapshot'* ]]; then
                  echo . >>"$RECORDING/turns"
                  case $(wc -l <"$RECORDING/turns") in 1 | 2) echo CREATING ;; *) echo READY ;; esac
                  exit
                fi
                while IFS="""));

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.calls("kinesisanalyticsv2 describe-application-snapshot")).hasSize(4);
  }

  @Test
  void anUpdateWithoutItsSnapshotIsNotMade() throws Exception {
    deployment.answer("kinesisanalyticsv2 describe-application-snapshot*", 0, "FAILED");

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.output()).contains("of job is FAILED", "Nothing was changed");
    assertThat(outcome.calls("cloudformation execute-change-set")).isEmpty();
  }

  @Test
  void whereNestedStacksCannotBeLookedIntoTheRootIsShown() throws Exception {
    deployment
        .answer("cloudformation wait change-set-create-complete*-root", 0, "")
        .answer("cloudformation wait change-set-create-complete*", 255, "Waiter failed")
        .answer(
            "cloudformation describe-change-set*StatusReason*",
            0,
            "Usage of {{IntrinsicFunction:x}} is not allowed");

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.calls("cloudformation create-change-set"))
        .satisfiesExactly(
            whole -> assertThat(whole).contains("--include-nested-stacks"),
            root -> assertThat(root).doesNotContain("--include-nested-stacks"));
    assertThat(outcome.calls("cloudformation execute-change-set").get(0)).endsWith("-root");
    assertThat(outcome.output()).contains("Usage of {{IntrinsicFunction:x}} is not allowed");
  }

  @Test
  void nothingIsChangedUnlessSomebodySaysSo() throws Exception {
    Outcome outcome = deployment.run("deploy");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).contains("what would change:", "say --yes");
    assertThat(outcome.calls("cloudformation execute-change-set")).isEmpty();
  }

  @Test
  void whereNothingWouldChangeNothingIsDone() throws Exception {
    deployment
        .answer("cloudformation wait change-set-create-complete*", 255, "Waiter failed")
        .answer(
            "cloudformation describe-change-set*StatusReason*",
            0,
            "The submitted information didn't contain changes.");

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.output()).contains("nothing would change");
    assertThat(outcome.calls("cloudformation delete-change-set")).hasSize(1);
    assertThat(outcome.calls("cloudformation execute-change-set")).isEmpty();
  }

  @Test
  void failedDeploymentSaysWhy() throws Exception {
    deployment
        .answer("cloudformation wait stack-update-complete*", 255, "Waiter failed")
        .answer("cloudformation describe-stack-events*", 0, "Functions\\tno such role");

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.output()).contains("no such role", "the stack is UPDATE_COMPLETE now");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ROLLBACK_COMPLETE | has to be deleted first: deploy tear-down",
        "UPDATE_IN_PROGRESS | the stack is UPDATE_IN_PROGRESS; wait until that is over",
        "UPDATE_ROLLBACK_FAILED | then: aws cloudformation continue-update-rollback --stack-name anomalies",
        "DELETE_FAILED | then again: deploy tear-down"
      })
  void stackThatCannotBeChangedIsLeftAlone(String status, String message) throws Exception {
    deployment.answer("cloudformation describe-stacks*StackStatus*", 0, status);

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.output()).contains(message);
    assertThat(outcome.calls("cloudformation create-change-set")).isEmpty();
  }

  @Test
  void moreCopiesThanBrokersAreRefused() throws Exception {
    deployment.answer("kafka describe-cluster-v2*NumberOfBrokerNodes*", 0, "2");

    assertThat(deployment.run("check").output()).contains("set TopicReplication: 2");
    deployment.parameters("TopicReplication: 2\n");
    assertThat(deployment.run("check").exit()).isZero();
    deployment.answer("kafka describe-cluster-v2*NumberOfBrokerNodes*", 0, "None");
    assertThat(deployment.run("check").exit()).as("serverless").isZero();
  }

  @Test
  void clusterInAnotherRegionIsRefused() throws Exception {
    String parameters =
        Files.readString(root.resolve("cloudformation/parameters/mine.yaml"))
            .replace("Region: eu-central-1", "Region: us-east-1");
    deployment.write("cloudformation/parameters/mine.yaml", parameters);

    Outcome outcome = deployment.run("deploy", "--yes");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output())
        .contains("Region: is us-east-1, but all must be where the cluster is");
  }

  @Test
  void chinaHasAddressesOfItsOwn() throws Exception {
    deployment.parameters("");
    String parameters =
        Files.readString(root.resolve("cloudformation/parameters/mine.yaml"))
            .replace("arn:aws:kafka:eu-central-1", "arn:aws-cn:kafka:cn-north-1")
            .replace("Region: eu-central-1", "Region: cn-north-1");
    deployment.write("cloudformation/parameters/mine.yaml", parameters);

    assertThat(deployment.run("deploy", "--yes").exit()).isZero();
    assertThat(sent().get("TemplatesUrl"))
        .startsWith("https://the-bucket.s3.cn-north-1.amazonaws.com.cn/templates/");
  }

  @Test
  void onlyMissingTopicsAreMade() throws Exception {
    deployment.answer("kafka list-topics*", 0, "sales\\tother-decisions\\tanomalies-alerts");
    deployment.parameters("DecisionsTopic: other-decisions\nTopicPartitions: 6\n");

    Outcome outcome = deployment.run("topics");

    assertThat(outcome.calls("kafka create-topic"))
        .extracting(call -> call.replaceFirst(".*--topic-name (\\S+).*", "$1"))
        .containsExactly("returns", "anomalies-rejected", "anomalies-remedies");
    assertThat(outcome.calls("kafka create-topic").get(0))
        .contains("--partition-count 6", "--replication-factor 3");
  }

  // Start, look, stop
  // ------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"0, SKIP_RESTORE_FROM_SNAPSHOT", "3, RESTORE_FROM_LATEST_SNAPSHOT"})
  void startsFromTheLatestSnapshotIfThereIsOne(String snapshots, String restore) throws Exception {
    // Ready when it is looked at for the first time, then starting, then running.
    deployment.write("recording/turns", "");
    deployment
        .answer("kinesisanalyticsv2 list-application-snapshots*", 0, snapshots)
        .answer("kinesisanalyticsv2 describe-application --application-name sink*", 0, "RUNNING");
    deployment.write(
        "bin/aws",
        Files.readString(root.resolve("bin/aws"))
            .replace(
                "while IFS=",
                """
                if [[ "$*" == 'kinesisanalyticsv2 describe-application --application-name job'* ]]; then
                  echo . >>"$RECORDING/turns"
                  case $(wc -l <"$RECORDING/turns") in 1) echo READY ;; 2) echo STARTING ;; *) echo RUNNING ;; esac
                  exit
                fi
                while IFS="""));

    Outcome outcome = deployment.run("start");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.calls("kinesisanalyticsv2 start-application"))
        .singleElement()
        .asString()
        .contains("--application-name job", restore);
    assertThat(outcome.calls("kinesisanalyticsv2 describe-application --application-name job"))
        .hasSize(3);
    assertThat(outcome.output()).contains("sink is RUNNING");
  }

  @Test
  void applicationThatDoesNotComeUpIsSaid() throws Exception {
    deployment.answer("kinesisanalyticsv2 describe-application*", 0, "DELETING");

    Outcome outcome = deployment.run("start");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.output()).contains("job is DELETING, where RUNNING was waited for");
  }

  @Test
  void smokeTestLooksAtAllThatTheStackHas() throws Exception {
    Outcome outcome = deployment.run("smoke-test");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines().filter(line -> line.startsWith("ok ")))
        .hasSize(7)
        .anyMatch(line -> line.contains("tell:live: {\"batchItemFailures\":[]"));
    assertThat(outcome.calls("lambda invoke")).as("the functions that there are").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kinesisanalyticsv2 describe-application*sink* | READY | sink: expected RUNNING, was 'READY'",
        "cloudwatch get-metric-statistics* | 1.0 4.0 | 15 minutes ago: expected 1.0, was '4.0'",
        "lambda invoke* | Unhandled | tell:live: expected",
        "lambda get-event-source-mapping* | Disabled | expected Enabled, was 'Disabled'",
        "s3api list-objects-v2* | None | newest file of decisions since yesterday: expected"
      })
  void smokeTestFindsWhatDoesNotRun(String asked, String answer, String message) throws Exception {
    deployment.answer(asked, 0, answer);

    Outcome outcome = deployment.run("smoke-test");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output()).contains("FAILED  ", message);
  }

  @Test
  void tearDownStopsWithSnapshotsBeforeItDeletesAndSaysWhatStays() throws Exception {
    deployment.answer("resourcegroupstaggingapi*", 0, "arn:aws:s3:::lake");
    deployment.write(
        "bin/aws",
        Files.readString(root.resolve("bin/aws"))
            .replace(
                "while IFS=",
                """
                if [[ "$*" == 'kinesisanalyticsv2 describe-application'* ]]; then
                  grep -q "stop-application --application-name $4" "$RECORDING/calls" && echo READY || echo RUNNING
                  exit
                fi
                while IFS="""));

    Outcome outcome = deployment.run("tear-down", "--yes");

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.calls("kinesisanalyticsv2 stop-application")).hasSize(2);
    assertThat(outcome.calls("kinesisanalyticsv2 stop-application").get(1)).doesNotContain("force");
    assertThat(outcome.place("cloudformation delete-stack"))
        .isGreaterThan(
            outcome
                .calls()
                .lastIndexOf("kinesisanalyticsv2 stop-application" + " --application-name sink"));
    assertThat(outcome.output()).contains("arn:aws:s3:::lake", "schedule-key-deletion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "tear-down"})
  void nobodyThereToAnswerIsNoYes(String command) throws Exception {
    Outcome outcome = deployment.run(command);

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.calls("cloudformation delete-stack")).isEmpty();
    assertThat(outcome.calls("cloudformation execute-change-set")).isEmpty();
  }

  @Test
  void checkRefusesAnAccountThatCannotReserveConcurrency() throws Exception {
    deployment.answer("lambda get-account-settings*", 0, "100");
    deployment.parameters("DatabaseHost: db.example.com\n");

    Outcome outcome = deployment.run("check");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.output()).contains("set ReserveIngestionConcurrency: false");
  }

  /** The parameters of the change set. */
  private Map<String, String> sent() throws Exception {
    Map<String, String> sent = new TreeMap<>();
    for (JsonNode parameter :
        new JsonMapper()
            .readTree(root.resolve("cloudformation/target/deploy/parameters.json").toFile())) {
      sent.put(parameter.path("ParameterKey").asText(), parameter.path("ParameterValue").asText());
    }
    assertThat(TaggedYaml.read(Template.read("stack.yaml").text()).path("Parameters").fieldNames())
        .toIterable()
        .containsAll(sent.keySet());
    return sent;
  }
}
