package io.anomalystack.job.decode;

import io.anomalystack.model.detector.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All fields that the detectors of a topic read, each with a slot, arranged as a tree so that one
 * pass over a record finds them all. Fields that match a pattern have no slot of their own: their
 * names are learned as they come.
 */
final class FieldSet {
  private final Map<FieldPath, Integer> slots = new HashMap<>();
  private final Map<FieldPath, Integer> patterns = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Node root = new Node();

  /** A place in the tree: the slot to fill here, if any, and what lies below. */
  static final class Node {
    /** More names than any record's are not worth the memory: they are looked at anew each time. */
    private static final int MOST_LEARNED = 10_000;

    private static final List<Stamp> NO_STAMPS = List.of();

    private final Map<String, Node> children = new HashMap<>();
    private List<Pattern> patterns = List.of();
    private List<Stamp> stamps = NO_STAMPS;
    private int slot = -1;
    private boolean learned;

    /** The slot to fill, or a negative number. */
    int slot() {
      return slot;
    }

    /** Which patterns the field matches. */
    List<Stamp> stamps() {
      return stamps;
    }

    /** Whether somebody reads the value here. */
    boolean isRead() {
      return slot >= 0 || !stamps.isEmpty();
    }

    /** Whether somebody reads values below. */
    boolean isInner() {
      return !children.isEmpty() || !patterns.isEmpty();
    }

    /** The place of a member, or null where nobody reads it. */
    Node child(String name) {
      Node child = children.get(name);
      return patterns.isEmpty() || (child != null && child.learned) ? child : learn(name, child);
    }

    private Node learn(String name, Node known) {
      Node child = known;
      for (Pattern pattern : patterns) {
        String captured = pattern.capture(name);
        if (captured != null) {
          child = child == null ? new Node() : child;
          child.at(pattern.tail()).stamp(new Stamp(pattern.index(), captured));
        }
      }
      if (child != null && (child == known || children.size() < MOST_LEARNED)) {
        child.learned = true;
        children.put(name, child);
      }
      return child;
    }

    private Node at(List<String> path) {
      Node node = this;
      for (String name : path) {
        node = node.children.computeIfAbsent(name, unknown -> new Node());
      }
      return node;
    }

    private void stamp(Stamp stamp) {
      stamps = with(stamps, stamp);
    }
  }

  /**
   * That a field matches.
   *
   * @param captured what the pattern's {@code *} stands for
   */
  record Stamp(int pattern, String captured) {}

  /** The name with a {@code *}, and the way from there to the value. */
  private record Pattern(int index, String prefix, String suffix, List<String> tail) {
    /**
     * What the {@code *} stands for, at least one character; null where the name does not match.
     */
    String capture(String name) {
      return name.length() > prefix.length() + suffix.length()
              && name.startsWith(prefix)
              && name.endsWith(suffix)
          ? name.substring(prefix.length(), name.length() - suffix.length())
          : null;
    }
  }

  /** The slot of a field, the same for the same path. */
  int slot(FieldPath path) {
    return slots.computeIfAbsent(path, this::add);
  }

  private int add(FieldPath path) {
    Node node = root.at(tokens(path));
    if (node.slot < 0) {
      node.slot = derived(path.text());
    }
    return node.slot;
  }

  /** The slot of a field that no record holds, but that is filled by what is made of others. */
  int derived(String name) {
    names.add(name);
    return names.size() - 1;
  }

  /** The number of a pattern: a path with one {@code *}; the same for the same path. */
  int pattern(FieldPath path) {
    return patterns.computeIfAbsent(path, this::addPattern);
  }

  private int addPattern(FieldPath path) {
    List<String> tokens = tokens(path);
    int at = 0;
    while (tokens.get(at).indexOf('*') < 0) {
      at++;
    }
    String name = tokens.get(at);
    int star = name.indexOf('*');
    Pattern pattern =
        new Pattern(
            patterns.size(),
            name.substring(0, star),
            name.substring(star + 1),
            tokens.subList(at + 1, tokens.size()));
    Node parent = root.at(tokens.subList(0, at));
    parent.patterns = with(parent.patterns, pattern);
    return pattern.index();
  }

  private static <T> List<T> with(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(item);
    return longer;
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
    return names.size();
  }

  int patterns() {
    return patterns.size();
  }

  /** As the detectors name a slot's field. */
  String name(int slot) {
    return names.get(slot);
  }
}
