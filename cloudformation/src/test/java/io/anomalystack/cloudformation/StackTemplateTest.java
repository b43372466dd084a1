package io.anomalystack.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The root, held against the templates that it nests. */
class StackTemplateTest {
  private static final Template STACK = Template.read("stack.yaml");

  @ParameterizedTest
  @MethodSource("nested")
  void nestedStackIsGivenWhatItsTemplateWantsAndNothingElse(String name) throws Exception {
    JsonNode properties = stack().path("Resources").path(name).path("Properties");
    JsonNode wanted = template(name).path("Parameters");
    Set<String> required = new TreeSet<>();
    wanted
        .properties()
        .forEach(
            parameter -> {
              if (!parameter.getValue().has("Default")) {
                required.add(parameter.getKey());
              }
            });

    assertThat(names(properties.path("Parameters")))
        .isSubsetOf(names(wanted))
        .containsAll(required);
  }

  @ParameterizedTest
  @MethodSource("nested")
  void outputsThatAreUsedExist(String name) throws Exception {
    Set<String> used = new TreeSet<>();
    collectOutputs(stack(), name, used);

    assertThat(names(template(name).path("Outputs"))).containsAll(used);
  }

  /** A parameter of the root whose default differs from that of the part would silently win. */
  @ParameterizedTest
  @MethodSource("nested")
  void parametersThatArePassedOnHaveTheDefaultsOfThePart(String name) throws Exception {
    JsonNode given = stack().path("Resources").path(name).at("/Properties/Parameters");
    JsonNode wanted = template(name).path("Parameters");
    given
        .properties()
        .forEach(
            parameter -> {
              String passed = parameter.getValue().path("Ref").asText();
              JsonNode inner = wanted.path(parameter.getKey()).path("Default");
              if (passed.equals(parameter.getKey()) && !inner.isMissingNode()) {
                JsonNode outer = stack().path("Parameters").path(passed).path("Default");
                assertThat(outer.asText()).as(passed).isEqualTo(inner.asText());
              }
            });
  }

  @Test
  void everyParameterStandsInOneGroupOfTheForm() throws Exception {
    List<String> grouped = new ArrayList<>();
    stack()
        .at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups")
        .forEach(group -> group.path("Parameters").forEach(name -> grouped.add(name.asText())));

    assertThat(grouped).containsExactlyInAnyOrderElementsOf(names(stack().path("Parameters")));
  }

  @Test
  void everyParameterIsPassedOn() throws Exception {
    assertThat(references(stack().path("Resources"), stack().path("Conditions")))
        .containsAll(names(stack().path("Parameters")));
  }

  static List<String> nested() {
    List<String> names = new ArrayList<>();
    stack()
        .path("Resources")
        .properties()
        .forEach(
            resource -> {
              if (resource.getValue().path("Type").asText().endsWith("::Stack")) {
                names.add(resource.getKey());
              }
            });
    assertThat(names).hasSizeGreaterThan(5);
    return names;
  }

  private static JsonNode stack() {
    try {
      return STACK.functions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode template(String name) throws Exception {
    String url =
        stack().path("Resources").path(name).at("/Properties/TemplateURL/Fn::Sub").asText();
    assertThat(url).startsWith("${TemplatesUrl}/");
    return Template.read(Path.of(url).getFileName().toString()).functions();
  }

  private static void collectOutputs(JsonNode node, String stack, Set<String> into) {
    String attribute = node.path("Fn::GetAtt").asText();
    if (attribute.startsWith(stack + ".Outputs.")) {
      into.add(attribute.substring(attribute.lastIndexOf('.') + 1));
    }
    node.forEach(child -> collectOutputs(child, stack, into));
  }

  private static Set<String> references(JsonNode... nodes) {
    Set<String> found = new TreeSet<>();
    for (JsonNode node : nodes) {
      found.addAll(node.findValuesAsText("Ref"));
      for (JsonNode text : node.findValues("Fn::Sub")) {
        Pattern.compile("\\$\\{([A-Za-z]+)}")
            .matcher(text.toString())
            .results()
            .forEach(match -> found.add(match.group(1)));
      }
    }
    return found;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
