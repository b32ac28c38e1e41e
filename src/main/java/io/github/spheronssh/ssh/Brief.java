package io.github.spheronssh.ssh;

/** Keeps what a server says to a length that suits a line of ours. */
final class Brief {
  private static final int SHOWN = 200;

  private Brief() {}

  /** The first line that isn't blank, cut short where it is long. */
  static String of(String text) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    return first.length() > SHOWN ? first.substring(0, SHOWN) + "…" : first;
  }
}
