package io.anomalystack.cloudformation.guard;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Least privilege. */
final class PolicyRules {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

  /** All resources, all of a type, all of a bucket. */
  private static final Pattern WILDCARD =
      Pattern.compile(
          "\\*"
              + "|arn:[^:]*:[^:]*:[^:]*:[^:]*:(\\*|[A-Za-z-]+[:/]\\*)"
              + "|arn:[^:]*:s3:::([^/]*\\*.*|[^/]+/\\*)");

  static final List<Rule> ALL =
      List.of(
          Rule.of("wildcard-action", "*", (resource, all) -> actions(resource)),
          Rule.of("wildcard-resource", "*", (resource, all) -> resources(resource)),
          Rule.of("any-principal", "*", (resource, all) -> principals(resource)),
          Rule.of("managed-by-aws", "AWS::IAM::Role", (resource, all) -> awsPolicies(resource)));

  private PolicyRules() {}

  private static Stream<String> actions(Resource resource) {
    return allowing(resource)
        .flatMap(
            statement ->
                statement.has("NotAction")
                    ? Stream.of("allows all but some actions")
                    : statement.values("Action").stream()
                        .filter(action -> action.contains("*"))
                        .map(action -> "allows the action " + action));
  }

  private static Stream<String> resources(Resource resource) {
    return allowing(resource)
        .flatMap(
            statement ->
                statement.has("NotResource")
                    ? Stream.of("allows all but some resources")
                    : statement.values("Resource").stream()
                        .filter(PolicyRules::namesNothing)
                        .map(
                            arn ->
                                "allows %s on %s"
                                    .formatted(
                                        String.join(", ", statement.values("Action")), arn)));
  }

  private static boolean namesNothing(String arn) {
    return WILDCARD.matcher(VARIABLE.matcher(arn).replaceAll("x")).matches();
  }

  private static Stream<String> principals(Resource resource) {
    return allowing(resource)
        .filter(
            statement ->
                statement.has("NotPrincipal") || statement.values("Principal").contains("*"))
        .map(statement -> "allows anybody");
  }

  private static Stream<String> awsPolicies(Resource resource) {
    return resource.properties().path("ManagedPolicyArns").toString().contains(":aws:policy/")
        ? Stream.of("has a policy of AWS's, which grants what AWS adds to it")
        : Stream.empty();
  }

  private static Stream<Statement> allowing(Resource resource) {
    return Statement.of(resource).filter(Statement::allows);
  }
}
