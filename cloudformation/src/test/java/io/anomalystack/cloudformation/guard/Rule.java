package io.anomalystack.cloudformation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every template holds to.
 *
 * @param name as findings and exceptions call it
 * @param check what breaks it
 */
record Rule(String name, Check check) {

  /** Looks at one template. */
  interface Check {
    Stream<Problem> problems(JsonNode template, List<Resource> resources);
  }

  /** Looks at one resource. */
  interface ResourceCheck {
    Stream<String> problems(Resource resource, List<Resource> all);
  }

  /** What is wrong, and with which resource or parameter. */
  record Problem(String of, String what) {}

  /** A rule for resources of one type; {@code *} for all. */
  static Rule of(String name, String type, ResourceCheck check) {
    return new Rule(
        name,
        (template, resources) ->
            resources.stream()
                .filter(resource -> type.equals("*") || resource.type().equals(type))
                .flatMap(
                    resource ->
                        check
                            .problems(resource, resources)
                            .map(what -> new Problem(resource.name(), what))));
  }

  /** A rule by which resources of a type have properties, as JSON pointers. */
  static Rule requires(String name, String type, String... pointers) {
    return of(
        name,
        type,
        (resource, all) ->
            Stream.of(pointers)
                .filter(pointer -> !resource.has(pointer))
                .map(pointer -> "has no " + pointer.substring(1)));
  }
}
