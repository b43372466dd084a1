package io.anomalystack.local.terminal;

/** How text is set off: by colours, or not at all. */
public enum Style {
  PLAIN("", "", "", "", ""),
  COLOURED("\u001B[1m", "\u001B[2m", "\u001B[31m", "\u001B[32m", "\u001B[0m");

  private final String bold;
  private final String dim;
  private final String red;
  private final String green;
  private final String off;

  Style(String bold, String dim, String red, String green, String off) {
    this.bold = bold;
    this.dim = dim;
    this.red = red;
    this.green = green;
    this.off = off;
  }

  static Style of(boolean colours) {
    return colours ? COLOURED : PLAIN;
  }

  public String bold(String text) {
    return bold + text + off;
  }

  public String dim(String text) {
    return dim + text + off;
  }

  public String red(String text) {
    return red + text + off;
  }

  public String green(String text) {
    return green + text + off;
  }
}
