package io.anomalystack.model.config;

import java.util.Optional;

/** Reads the text of a configuration file, whichever of its two languages it is in. */
final class ConfigText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigText() {}

  /**
   * Reads the text as YAML or else as JSON: nearly all JSON is YAML too, but for tabs between
   * tokens and a few escapes.
   *
   * @return empty where the text holds nothing but comments and white space
   */
  static Optional<ConfigNode> read(String text) throws ConfigSyntaxException {
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try {
      return YamlConfig.read(content);
    } catch (ConfigSyntaxException notYaml) {
      if (!content.stripLeading().startsWith("{")) {
        throw notYaml;
      }
      try {
        return Optional.of(JsonConfig.read(content));
      } catch (ConfigSyntaxException notJson) {
        // The reader that came further knew the language.
        throw notJson.position().compareTo(notYaml.position()) > 0 ? notJson : notYaml;
      }
    }
  }
}
