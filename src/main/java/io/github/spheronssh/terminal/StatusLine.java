package io.github.spheronssh.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The line at the foot of a terminal that says what is waited for; other text pushes it away. */
final class StatusLine {
  private static final String CLEAR = "\r\033[K";

  private final OutputStream err;
  private boolean shown;
  private int holds;

  StatusLine(OutputStream err) {
    this.err = err;
  }

  /** Draws the text, which has to fit the line. */
  synchronized void show(String text) throws IOException {
    if (holds == 0) {
      write(CLEAR + text);
      shown = true;
    }
  }

  synchronized void erase() throws IOException {
    if (shown) {
      shown = false;
      write(CLEAR);
    }
  }

  /** Keeps the line clear while a question stands there. */
  synchronized void hold() {
    holds++;
    try {
      erase();
    } catch (IOException e) {
      shown = false; // standard error is gone, and what stood there with it
    }
  }

  synchronized void release() {
    holds--;
  }

  private void write(String text) throws IOException {
    err.write(text.getBytes(StandardCharsets.UTF_8));
    err.flush();
  }
}
