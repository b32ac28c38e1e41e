package io.github.spheronssh.key;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A key file that can't be read, written or understood; the message names it. */
public class KeyFileException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names the file, what was expected of it and what was met. */
  public KeyFileException(String message, @Nullable String hint) {
    super(message, hint);
  }

  /** Names the file, what was expected of it and what was met. */
  public KeyFileException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
