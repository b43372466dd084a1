package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.anomalystack.cloudformation.Deployment.Outcome;
import io.anomalystack.embedded.HttpRecorder;
import io.anomalystack.embedded.HttpRecorder.Answer;
import io.anomalystack.embedded.HttpRecorder.Request;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first deployment with the real AWS CLI: that it knows the commands and options, sends what is
 * meant, and that its answers are understood. It talks to a server on this machine that answers in
 * CloudFormation's form; whether AWS would do what is asked is not shown.
 */
class AwsCliTest {
  private static boolean toldWhy;

  @TempDir Path root;

  /** Whether it has been said that there is no stack yet. */
  private boolean asked;

  @BeforeEach
  void findTheCli() {
    if (cli().isEmpty()) {
      String why = "no aws on the PATH, the AWS CLI";
      if ("true".equals(System.getenv("CI"))) {
        fail("in CI, but " + why);
      }
      if (!toldWhy) {
        System.out.println("AwsCliTest is left out: " + why);
        toldWhy = true;
      }
      Assumptions.abort(why);
    }
  }

  private static Optional<Path> cli() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "aws"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Test
  void changeSetHasEveryParameterAsItWasWritten() throws Exception {
    Deployment deployment = Deployment.in(root);
    String table = "table: sales\nkey: [id]\nfields: {\"a b\": c\\d, size: 'é'}";
    deployment.parameters("BootstrapServers: b-1:9098\nIngestionTable: |\n" + table.indent(2));

    try (HttpRecorder aws = new HttpRecorder(this::cloudFormation)) {
      Outcome outcome = deployment.run(environment(aws), "deploy", "--yes");

      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.output()).contains("Add     Functions (AWS::CloudFormation::Stack)");
      List<Map<String, String>> forms = aws.requests().stream().map(Request::form).toList();
      assertThat(forms)
          .extracting(form -> form.get("Action"))
          .containsSubsequence(
              "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStacks");
      Map<String, String> form =
          forms.stream().filter(f -> "CreateChangeSet".equals(f.get("Action"))).findFirst().get();
      assertThat(form)
          .containsEntry("StackName", "anomalies")
          .containsEntry("ChangeSetType", "CREATE")
          .doesNotContainEntry("IncludeNestedStacks", "true")
          .containsEntry("Capabilities.member.1", "CAPABILITY_IAM")
          .containsEntry("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND")
          .hasEntrySatisfying("TemplateURL", url -> assertThat(url).endsWith("/stack.yaml"));
      assertThat(parameter(form, "IngestionTable")).isEqualTo(table);
      assertThat(parameter(form, "SubnetIds")).isEqualTo("subnet-1,subnet-2");
    }
  }

  private static String parameter(Map<String, String> form, String name) {
    String key =
        form.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".ParameterKey"))
            .filter(entry -> entry.getValue().equals(name))
            .findFirst()
            .orElseThrow()
            .getKey();
    return form.get(key.replace(".ParameterKey", ".ParameterValue"));
  }

  private Answer cloudFormation(Request request) {
    Map<String, String> form = request.form();
    String action = form.get("Action");
    String content =
        switch (action) {
          case "DescribeStacks" -> stack(form.get("StackName"));
          case "CreateChangeSet" -> "<Id>arn:aws:cloudformation:::changeSet/c</Id>";
          case "DescribeChangeSet" ->
              """
              <ChangeSetId>arn:aws:cloudformation:::changeSet/c</ChangeSetId><Status>CREATE_COMPLETE</Status>
              <Changes><member><Type>Resource</Type><ResourceChange><Action>Add</Action>
              <LogicalResourceId>Functions</LogicalResourceId>
              <ResourceType>AWS::CloudFormation::Stack</ResourceType></ResourceChange></member></Changes>""";
          default -> "";
        };
    if (content == null) {
      return new Answer(
          400,
          "text/xml",
          "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id anomalies does"
              + " not exist</Message></Error></ErrorResponse>");
    }
    return new Answer(
        200,
        "text/xml",
        "<%1$sResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
            .formatted(action, content));
  }

  /** Made once: of the stack, the first question finds nothing. */
  private String stack(String name) {
    boolean artifacts = name.equals("anomaly-artifacts");
    if (!artifacts && !asked) {
      asked = true;
      return null;
    }
    return """
        <Stacks><member><StackName>%s</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
        <CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs><member>
        <OutputKey>ArtifactsBucket</OutputKey><OutputValue>the-bucket</OutputValue>
        </member></Outputs></member></Stacks>"""
        .formatted(name);
  }

  /** Releases of the CLI before 2.13, such as Debian's, know the endpoint as an option only. */
  private Map<String, String> environment(HttpRecorder aws) throws IOException {
    Path folder = Files.createDirectory(root.resolve("cli"));
    Path script = folder.resolve("aws");
    Files.writeString(
        script,
        """
        #!/bin/sh
        exec '%s' --endpoint-url '%s' "$@"
        """
            .formatted(cli().orElseThrow(), aws.uri()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return Map.of(
        "PATH",
        folder + File.pathSeparator + System.getenv("PATH"),
        "AWS_ACCESS_KEY_ID",
        "example",
        "AWS_SECRET_ACCESS_KEY",
        "example",
        "AWS_EC2_METADATA_DISABLED",
        "true");
  }
}
