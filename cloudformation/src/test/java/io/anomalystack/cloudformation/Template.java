package io.anomalystack.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A committed template. Some of its sections are written by {@link Sections}: they stand between
 * the lines {@code # generated: NAME} and {@code # end}, indented like the former.
 */
public record Template(Path file, String text) {
  static final String LAKE = "lake.yaml";
  static final String QUICKSIGHT = "quicksight.yaml";
  static final String OPERATIONS = "operations.yaml";

  /** The template of a file. */
  public static Template read(String name) {
    Path file = Path.of(name);
    try {
      return new Template(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its content; of functions such as !Ref only the arguments. */
  JsonNode tree() throws IOException {
    return new YAMLMapper().readTree(text);
  }

  /** Its content with the functions, in the form that they have in JSON. */
  public JsonNode functions() throws IOException {
    return TaggedYaml.read(text);
  }

  /** The names of all templates. */
  public static List<String> all() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.map(Path::toString).filter(file -> file.endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A resource's properties. */
  JsonNode properties(String resource) throws IOException {
    JsonNode found = tree().path("Resources").path(resource).path("Properties");
    if (found.isMissingNode()) {
      throw new IllegalArgumentException(file + " has no resource " + resource);
    }
    return found;
  }

  /** The lines between {@code # MARK: NAME} and {@code # end}, without their indentation. */
  String section(String mark, String name) {
    Matcher matcher = matcher(mark, name);
    return matcher.group("content").replaceAll("(?m)^" + matcher.group("indent"), "");
  }

  /** The same template with other content in a generated section. */
  Template withGenerated(String name, String content) {
    Matcher matcher = matcher("generated", name);
    String indented = content.replaceAll("(?m)^(?=.)", matcher.group("indent"));
    return new Template(
        file,
        text.substring(0, matcher.start("content"))
            + indented
            + text.substring(matcher.end("content")));
  }

  private Matcher matcher(String mark, String name) {
    Matcher matcher =
        Pattern.compile("(?ms)^(?<indent> *)# " + mark + ": " + name + "\n(?<content>.*?)^ *# end$")
            .matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          file + " has no section from '# " + mark + ": " + name + "' to '# end'");
    }
    return matcher;
  }
}
