package io.github.spheronssh.ssh;

import org.jspecify.annotations.Nullable;

/**
 * A connection that ended or fell silent before the user's login began; nothing was refused, so
 * that a new one may well come through.
 */
public final class LostException extends SshException {
  private static final long serialVersionUID = 1L;

  LostException(Layer layer, String message, String hint, @Nullable Throwable cause) {
    super(layer, message, hint, cause);
  }
}
