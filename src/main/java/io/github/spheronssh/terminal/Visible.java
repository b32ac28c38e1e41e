package io.github.spheronssh.terminal;

/**
 * Makes the control characters of text from outside visible, so that a terminal can't obey them.
 */
public final class Visible {
  private Visible() {}

  /** The text on one line: every control, format and line-separating character is spelled out. */
  public static String line(String text) {
    return show(text, false);
  }

  /** The text with its line feeds and tabs kept, and every other such character spelled out. */
  public static String lines(String text) {
    return show(text, true);
  }

  private static String show(String text, boolean keepLayout) {
    var visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (!obeyed(point) || (keepLayout && (point == '\n' || point == '\t'))) {
                visible.appendCodePoint(point);
              } else {
                visible.append(spell(point));
              }
            });
    return visible.toString();
  }

  private static String spell(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> point < 0x100 ? "\\x%02x".formatted(point) : "\\u%04x".formatted(point);
    };
  }

  private static boolean obeyed(int point) {
    return switch (Character.getType(point)) {
      // FORMAT holds the marks that reorder text, so that it reads as something it isn't.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }
}
