package io.anomalystack.model.config;

import io.anomalystack.model.config.ConfigNode.Entry;
import io.anomalystack.model.config.ConfigNode.Mapping;
import io.anomalystack.model.config.ConfigNode.Position;
import io.anomalystack.model.config.ConfigNode.Scalar;
import io.anomalystack.model.config.ConfigNode.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads YAML without constructing any object from it. */
final class YamlConfig {
  /** The library's 3 MB would end at some ten thousand detectors. */
  private static final int MAX_CHARACTERS = 64 << 20;

  /** The library's 50 would end at fifty detectors that share one anchored section. */
  private static final int MAX_ALIASES = 1000;

  /**
   * What an anchor names is converted once and shared, so that aliases of aliases cost no more than
   * their text; null while its conversion is under way.
   */
  private final IdentityHashMap<Node, ConfigNode> converted = new IdentityHashMap<>();

  private YamlConfig() {}

  static Optional<ConfigNode> read(String text) throws ConfigSyntaxException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null ? Optional.empty() : Optional.of(new YamlConfig().convert(root));
    } catch (MarkedYAMLException e) {
      throw new ConfigSyntaxException(position(e.getProblemMark()), problem(e), e);
    } catch (ReaderException e) {
      throw new ConfigSyntaxException(
          position(text, e.getPosition()),
          String.format("character U+%04X is not allowed", e.getCodePoint()),
          e);
    } catch (YAMLException e) {
      throw new ConfigSyntaxException(Position.START, firstLine(e.getMessage()), e);
    }
  }

  private ConfigNode convert(Node node) throws ConfigSyntaxException {
    Position position = position(node.getStartMark());
    if (converted.containsKey(node)) {
      ConfigNode earlier = converted.get(node);
      if (earlier == null) {
        throw new ConfigSyntaxException(position, "an anchor holds an alias of itself", null);
      }
      return earlier;
    }
    converted.put(node, null);
    ConfigNode result = convertNew(node, position);
    converted.put(node, result);
    return result;
  }

  private ConfigNode convertNew(Node node, Position position) throws ConfigSyntaxException {
    if (node instanceof MappingNode mapping) {
      List<Entry> entries = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        entries.add(new Entry(convert(tuple.getKeyNode()), convert(tuple.getValueNode())));
      }
      return new Mapping(entries, position);
    }
    if (node instanceof SequenceNode sequence) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item));
      }
      return new Sequence(items, position);
    }
    ScalarNode scalar = (ScalarNode) node;
    return new Scalar(scalar.getValue(), scalar.getTag().equals(Tag.NULL), position);
  }

  private static Position position(Mark mark) {
    return mark == null ? Position.START : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Position position(String text, int offset) {
    String before = text.substring(0, Math.min(offset, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Position(line, before.length() - before.lastIndexOf('\n'));
  }

  private static String problem(MarkedYAMLException e) {
    return e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("not YAML");
  }
}
