package io.anomalystack.cloudformation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.anomalystack.cloudformation.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What AWS's validator does not ask: that a template is not merely right but guarded. */
class GuardTest {
  private static final String SAMPLE = "src/test/resources/guard-sample.yaml";

  /** What a sound template says, what a careless one would, and the rule that tells. */
  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "detection.yaml",
              "Action: kafka-cluster:Connect",
              "Action: 'kafka-cluster:*'",
              "wildcard-action"),
          new Fault(
              "detection.yaml",
              "Action: s3:GetObject",
              "NotAction: s3:PutObject",
              "wildcard-action"),
          new Fault(
              "detection.yaml", "Resource: !Ref ClusterArn", "Resource: '*'", "wildcard-resource"),
          new Fault(
              "detection.yaml",
              ":s3:::${LakeBucket}/${LakePrefix}/*",
              ":s3:::${LakeBucket}/*",
              "wildcard-resource"),
          new Fault(
              "detection.yaml",
              "Resource: !GetAtt DetectionLogs.Arn",
              "NotResource: !GetAtt DetectionLogs.Arn",
              "wildcard-resource"),
          new Fault(
              "detection.yaml",
              "{Service: kinesisanalytics.amazonaws.com}",
              "{AWS: '*'}",
              "any-principal"),
          new Fault(
              "detection.yaml",
              "- !Ref NetworkPolicy",
              "- arn:aws:iam::aws:policy/AmazonMSKFullAccess",
              "managed-by-aws"),
          new Fault("bucket.yaml", "BucketEncryption:", "Encryption:", "encrypted-at-rest"),
          new Fault(
              SAMPLE,
              "SQS::Queue\n    Properties: {KmsMasterKeyId: !Ref Key}",
              "SQS::Queue",
              "encrypted-at-rest"),
          new Fault(
              SAMPLE,
              "SNS::Topic\n    Properties: {KmsMasterKeyId: !Ref Key}",
              "SNS::Topic",
              "encrypted-at-rest"),
          new Fault(SAMPLE, "SSEEnabled: true, ", "", "encrypted-at-rest"),
          new Fault(SAMPLE, ", KmsKeyId: !Ref Key", "", "encrypted-at-rest"),
          new Fault(SAMPLE, "KmsKeyArn: !Ref Key", "", "encrypted-at-rest"),
          new Fault(
              "detection.yaml",
              "KeyType: !Ref StateKey",
              "Type: !Ref StateKey",
              "encrypted-at-rest"),
          new Fault("lake.yaml", "EncryptionConfiguration:", "Encryption:", "encrypted-at-rest"),
          new Fault("key.yaml", "EnableKeyRotation: true", "Enabled: true", "keys-rotate"),
          new Fault(
              "artifacts.yaml",
              "'aws:SecureTransport': 'false'",
              "'aws:SecureTransport': 'true'",
              "encrypted-on-the-way"),
          new Fault("bucket.yaml", "Effect: Deny", "Effect: Allow", "encrypted-on-the-way"),
          new Fault(
              SAMPLE,
              "Type: AWS::SQS::QueuePolicy",
              "Type: AWS::SNS::TopicPolicy",
              "encrypted-on-the-way"),
          new Fault(
              SAMPLE,
              "Type: AWS::SNS::TopicPolicy",
              "Type: AWS::SQS::QueuePolicy",
              "encrypted-on-the-way"),
          new Fault("detection.yaml", "SASL_SSL", "SASL_PLAINTEXT", "encrypted-on-the-way"),
          new Fault(
              "bucket.yaml",
              "BlockPublicPolicy: true",
              "BlockPublicPolicy: false",
              "no-public-access"),
          new Fault("bucket.yaml", "OwnershipControls:", "Ownership:", "no-public-access"),
          new Fault(
              "detection.yaml", "RetentionInDays: !Ref LogRetentionDays", "", "log-retention"),
          new Fault(SAMPLE, "LoggingConfig: {LogGroup: !Ref Logs}", "", "log-retention"),
          new Fault(
              "bucket.yaml",
              "DeletionPolicy: RetainExceptOnCreate",
              "DeletionPolicy: Delete",
              "data-kept"),
          new Fault("key.yaml", "UpdateReplacePolicy: Retain", "", "data-kept"),
          new Fault(SAMPLE, "    DeletionPolicy: Retain\n", "", "data-kept"),
          new Fault(
              SAMPLE,
              "DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}",
              "",
              "dead-letters"),
          new Fault(SAMPLE, "FunctionName: !Ref Reader", "FunctionName: another", "dead-letters"),
          new Fault(
              SAMPLE,
              "Target: {DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}",
              "Target: {}",
              "dead-letters"),
          new Fault("stack.yaml", "      Tags:\n", "      Notes:\n", "tags"),
          new Fault("stack.yaml", "  DatabaseSecretArn:\n", "  DatabasePassword:\n", "no-secret"),
          new Fault(SAMPLE, "{CONFIG: ", "{DB_PASSWORD: ", "no-secret"),
          new Fault(
              SAMPLE, "CONFIG: !Sub '", "CONFIG: '{{resolve:secretsmanager:x}} ", "no-secret"),
          new Fault(
              SAMPLE,
              "password: {secretsManager: \"${DatabaseSecretArn}\"}",
              "password: geheim",
              "no-secret"),
          new Fault(
              "detection.yaml",
              "IAMLoginModule required;",
              "ScramLoginModule required password=\"geheim\";",
              "no-secret"));

  @ParameterizedTest
  @MethodSource("templates")
  void templateKeepsTheRules(String name) throws Exception {
    List<GuardException> exceptions = GuardException.all();

    assertThat(findings(Template.read(name)))
        .filteredOn(finding -> exceptions.stream().noneMatch(known -> known.covers(finding)))
        .isEmpty();
  }

  /** Who takes the reason away takes the exception with it. */
  @Test
  void everyExceptionIsNeededAndSaysWhy() throws Exception {
    List<Guard.Finding> findings = new ArrayList<>();
    for (String name : Template.all()) {
      findings.addAll(findings(Template.read(name)));
    }

    assertThat(GuardException.all())
        .doesNotHaveDuplicates()
        .allSatisfy(exception -> assertThat(exception.why()).hasSizeGreaterThan(20))
        .allSatisfy(exception -> assertThat(findings).anyMatch(exception::covers));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyPlantedFaultIsFound(Fault fault) throws Exception {
    Template sound = Template.read(fault.template());
    assertThat(sound.text()).contains(fault.sound());
    Template faulty =
        new Template(sound.file(), sound.text().replace(fault.sound(), fault.faulty()));

    List<Guard.Finding> before = findings(sound);

    assertThat(findings(faulty))
        .filteredOn(finding -> !before.contains(finding))
        .anyMatch(finding -> finding.rule().equals(fault.rule()));
  }

  @Test
  void noRuleIsWithoutAPlantedFault() {
    Set<String> planted = FAULTS.stream().map(Fault::rule).collect(Collectors.toSet());

    assertThat(planted).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void sampleIsSound() throws Exception {
    assertThat(findings(Template.read(SAMPLE))).isEmpty();
  }

  static List<String> templates() {
    return Template.all();
  }

  static List<Fault> faults() {
    return FAULTS;
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    Guard.RULES.forEach(rule -> names.add(rule.name()));
    return names;
  }

  private static List<Guard.Finding> findings(Template template) throws IOException {
    return Guard.findings(
        Path.of(template.file().toString()).getFileName().toString(), template.functions());
  }

  /** A template in which one text is replaced by another, and the rule that it breaks then. */
  private record Fault(String template, String sound, String faulty, String rule) {}
}
