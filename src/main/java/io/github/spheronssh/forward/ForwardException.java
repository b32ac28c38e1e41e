package io.github.spheronssh.forward;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A forward that can't be read, or could not be set up. */
public final class ForwardException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** An error with what helps where something is known to. */
  public ForwardException(String message, @Nullable String hint) {
    super(message, hint);
  }

  /** An error with its cause. */
  ForwardException(String message, @Nullable String hint, Throwable cause) {
    super(message, hint, cause);
  }
}
