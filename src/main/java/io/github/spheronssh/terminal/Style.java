package io.github.spheronssh.terminal;

/** The colours of one stream, which are none where nobody sees them (ECMA-48, SGR). */
public record Style(boolean colored) {
  /** Text that stands out. */
  public String bold(String text) {
    return paint("1", text);
  }

  /** Text that steps back. */
  public String faint(String text) {
    return paint("2", text);
  }

  /** What went wrong. */
  public String red(String text) {
    return paint("31", text);
  }

  /** What is well. */
  public String green(String text) {
    return paint("32", text);
  }

  /** What to look at. */
  public String yellow(String text) {
    return paint("33", text);
  }

  private String paint(String code, String text) {
    return colored ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
