package io.github.spheronssh.ssh;

import java.io.IOException;

/** The server ended the connection, with or without a word. */
final class Goodbye extends IOException {
  private static final long serialVersionUID = 1L;

  Goodbye(String text) {
    super(text);
  }

  /** What the server said, as part of a sentence. */
  String spoken() {
    String text = String.valueOf(getMessage());
    return text.isEmpty() ? "without a word" : "and said: " + Brief.of(text);
  }
}
