package io.github.spheronssh.config;

/** How a value is written so that a line of ssh_config(5) says it and nothing else. */
public final class ConfigWord {
  private ConfigWord() {}

  /** In quotes where ssh would take it for several arguments, or for none. */
  public static String quoted(String value) {
    return value.matches("[^\\s\"'\\\\#]+")
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** With no percent sign that ssh would take for the start of a token, such as {@code %h}. */
  public static String withoutTokens(String value) {
    return value.replace("%", "%%");
  }
}
