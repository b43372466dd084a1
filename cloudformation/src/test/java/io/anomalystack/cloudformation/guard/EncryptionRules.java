package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Encryption at rest and on the way, and who may see what is stored. */
final class EncryptionRules {
  private static final String AT_REST = "encrypted-at-rest";
  private static final String ON_THE_WAY = "encrypted-on-the-way";
  private static final String PUBLIC = "no-public-access";

  /** Whose policies are resources of their own, and of what type. */
  private static final Map<String, String> POLICIES =
      Map.of(
          "AWS::S3::Bucket", "AWS::S3::BucketPolicy",
          "AWS::SQS::Queue", "AWS::SQS::QueuePolicy",
          "AWS::SNS::Topic", "AWS::SNS::TopicPolicy");

  static final List<Rule> ALL =
      List.of(
          Rule.requires(AT_REST, "AWS::S3::Bucket", "/BucketEncryption"),
          Rule.requires(AT_REST, "AWS::SQS::Queue", "/KmsMasterKeyId"),
          Rule.requires(AT_REST, "AWS::SNS::Topic", "/KmsMasterKeyId"),
          Rule.requires(AT_REST, "AWS::DynamoDB::Table", "/SSESpecification/SSEEnabled"),
          Rule.requires(AT_REST, "AWS::Logs::LogGroup", "/KmsKeyId"),
          Rule.requires(AT_REST, "AWS::Lambda::Function", "/KmsKeyArn"),
          Rule.requires(
              AT_REST,
              "AWS::KinesisAnalyticsV2::Application",
              "/ApplicationConfiguration/ApplicationEncryptionConfiguration/KeyType"),
          Rule.requires(
              AT_REST,
              "AWS::Athena::WorkGroup",
              "/WorkGroupConfiguration/ResultConfiguration/EncryptionConfiguration"),
          Rule.requires("keys-rotate", "AWS::KMS::Key", "/EnableKeyRotation"),
          Rule.of(ON_THE_WAY, "*", EncryptionRules::withoutTls),
          Rule.of(ON_THE_WAY, "*", (resource, all) -> kafkaInClear(resource)),
          Rule.requires(
              PUBLIC, "AWS::S3::Bucket", "/PublicAccessBlockConfiguration", "/OwnershipControls"),
          Rule.of(PUBLIC, "AWS::S3::Bucket", (resource, all) -> open(resource)));

  private EncryptionRules() {}

  private static Stream<String> withoutTls(Resource resource, List<Resource> all) {
    String policy = POLICIES.get(resource.type());
    if (policy == null
        || all.stream()
            .filter(other -> other.type().equals(policy) && other.refersTo(resource.name()))
            .flatMap(Statement::of)
            .anyMatch(Statement::onlyByTls)) {
      return Stream.empty();
    }
    return Stream.of("has no policy that denies what does not come by TLS");
  }

  private static Stream<String> kafkaInClear(Resource resource) {
    JsonNode map = resource.properties().findPath("PropertyMap");
    String protocol = map.path("kafka.security.protocol").asText();
    return map.has("bootstrap.servers") && !Set.of("SASL_SSL", "SSL").contains(protocol)
        ? Stream.of("talks to Kafka without TLS: kafka.security.protocol is '" + protocol + "'")
        : Stream.empty();
  }

  private static Stream<String> open(Resource resource) {
    JsonNode block = resource.properties().path("PublicAccessBlockConfiguration");
    return Stream.of(
            "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        .filter(setting -> !block.path(setting).asBoolean())
        .map(setting -> "does not " + setting);
  }
}
