package io.anomalystack.model.config;

/** A text that is neither YAML nor JSON. */
final class ConfigSyntaxException extends Exception {
  private final transient ConfigNode.Position position;

  ConfigSyntaxException(ConfigNode.Position position, String problem, Exception cause) {
    super(position + ": " + problem, cause);
    this.position = position;
  }

  ConfigNode.Position position() {
    return position;
  }
}
