package io.github.spheronssh.terminal;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The person behind the program: at the controlling terminal, {@code /dev/tty} or {@code CONIN$},
 * whatever the standard streams are joined to, or behind the program that {@code SSH_ASKPASS}
 * names.
 */
public interface Tty {
  /** Writes the question and reads a line; null at the end of input. */
  @Nullable String readLine(String question) throws IOException;

  /**
   * Writes the question and reads a line without echo; the array is the caller's to wipe; null at
   * the end of input.
   */
  char @Nullable [] readSecret(String question) throws IOException;

  /** Asks until the answer is yes or no; empty at the end of input. */
  default Optional<Boolean> confirm(String question) throws IOException {
    while (true) {
      String answer = readLine(question);
      if (answer == null) {
        return Optional.empty();
      }
      switch (answer.strip().toLowerCase(Locale.ROOT)) {
        case "y", "yes" -> {
          return Optional.of(true);
        }
        case "n", "no" -> {
          return Optional.of(false);
        }
        default -> {} // asked again
      }
    }
  }

  /** What a shell needs of the terminal; empty where a program asks in its place. */
  default Optional<Screen> screen() {
    return Optional.empty();
  }
}
