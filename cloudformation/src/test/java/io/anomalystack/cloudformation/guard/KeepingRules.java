package io.anomalystack.cloudformation.guard;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What must stay, how long, and what must not get lost on its way. */
final class KeepingRules {
  private static final String KEPT = "data-kept";
  private static final Set<String> KEEPING = Set.of("Retain", "RetainExceptOnCreate", "Snapshot");

  static final List<Rule> ALL =
      List.of(
          Rule.requires("log-retention", "AWS::Logs::LogGroup", "/RetentionInDays"),
          Rule.of("log-retention", "AWS::Lambda::Function", KeepingRules::logsElsewhere),
          Rule.of(KEPT, "AWS::S3::Bucket", (resource, all) -> deletable(resource)),
          Rule.of(KEPT, "AWS::KMS::Key", (resource, all) -> deletable(resource)),
          Rule.of(KEPT, "AWS::DynamoDB::Table", (resource, all) -> deletable(resource)),
          Rule.requires(
              "dead-letters", "AWS::Lambda::EventSourceMapping", "/DestinationConfig/OnFailure"),
          Rule.requires("dead-letters", "AWS::Scheduler::Schedule", "/Target/DeadLetterConfig"),
          Rule.of("dead-letters", "AWS::Lambda::Function", KeepingRules::losesEvents),
          // CloudFormation gives them to all that the stack makes.
          Rule.requires("tags", "AWS::CloudFormation::Stack", "/Tags"));

  private KeepingRules() {}

  /** Lambda makes a group of its own otherwise, which keeps logs for ever. */
  private static Stream<String> logsElsewhere(Resource function, List<Resource> all) {
    boolean own =
        all.stream()
            .filter(other -> other.type().equals("AWS::Logs::LogGroup"))
            .anyMatch(
                group ->
                    function.refersTo(group.name())
                        || group
                            .properties()
                            .path("LogGroupName")
                            .equals(function.properties().at("/LoggingConfig/LogGroup")));
    return own ? Stream.empty() : Stream.of("logs to no group of the template");
  }

  private static Stream<String> deletable(Resource resource) {
    return Stream.of("DeletionPolicy", "UpdateReplacePolicy")
        .filter(policy -> !KEEPING.contains(resource.node().path(policy).asText()))
        .map(policy -> "holds data, and its %s is not Retain".formatted(policy));
  }

  private static Stream<String> losesEvents(Resource function, List<Resource> all) {
    boolean kept =
        function.has("/DeadLetterConfig")
            || all.stream()
                .filter(other -> other.has("/DestinationConfig/OnFailure"))
                .anyMatch(other -> invokes(other, function, all));
    return kept ? Stream.empty() : Stream.of("loses events that it failed on");
  }

  /** A function itself, or by an alias of it. */
  private static boolean invokes(Resource source, Resource function, List<Resource> all) {
    return source.refersTo(function.name())
        || all.stream()
            .filter(alias -> alias.type().equals("AWS::Lambda::Alias"))
            .anyMatch(alias -> alias.refersTo(function.name()) && source.refersTo(alias.name()));
  }
}
