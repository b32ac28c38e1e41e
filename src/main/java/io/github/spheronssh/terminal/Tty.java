package io.github.spheronssh.terminal;

import java.io.IOException;

/**
 * The controlling terminal, {@code /dev/tty} or {@code CONIN$}: where a person is asked, whatever
 * the standard streams are joined to.
 */
public interface Tty {
  /** Writes the question and reads a line; null at the end of input. */
  @org.jspecify.annotations.Nullable
  String readLine(String question) throws IOException;

  /**
   * Writes the question and reads a line without echo; the array is the caller's to wipe; null at
   * the end of input.
   */
  char @org.jspecify.annotations.Nullable [] readSecret(String question) throws IOException;
}
