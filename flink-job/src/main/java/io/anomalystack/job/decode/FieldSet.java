package io.anomalystack.job.decode;

import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All fields that the detectors of a topic read, each with a slot, arranged as a tree so that one
 * pass over a record finds them all.
 */
final class FieldSet {
  private final Map<FieldPath, Integer> slots = new HashMap<>();
  private final Node root = new Node();
  private int size;

  /** A place in the tree: the slot to fill here, if any, and what lies below. */
  static final class Node {
    final Map<String, Node> children = new HashMap<>();
    int slot = -1;
  }

  /** The slot of a field, the same for the same path. */
  int slot(FieldPath path) {
    return slots.computeIfAbsent(path, this::add);
  }

  private int add(FieldPath path) {
    Node node = root;
    for (String token : tokens(path)) {
      node = node.children.computeIfAbsent(token, name -> new Node());
    }
    if (node.slot < 0) {
      node.slot = size++;
    }
    return node.slot;
  }

  /** A path's names from the root down, JSON Pointer's escapes resolved (RFC 6901, section 4). */
  private static List<String> tokens(FieldPath path) {
    if (!path.isPointer()) {
      return List.of(path.text());
    }
    List<String> tokens = new ArrayList<>();
    for (String token : path.text().substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
  }

  Node root() {
    return root;
  }

  int size() {
    return size;
  }
}
