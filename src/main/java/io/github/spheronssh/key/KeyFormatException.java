package io.github.spheronssh.key;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** Text or bytes that are not the key they were taken for; the message never repeats them. */
public final class KeyFormatException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was met. */
  public KeyFormatException(String message) {
    super(message);
  }

  /** Says what was expected, what was met, and what makes the one of the other. */
  public KeyFormatException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
