package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A connection that can't be shared, or what its master refused. */
public final class ShareException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names what was met, and what helps. */
  public ShareException(String message, @Nullable String hint) {
    super(message, hint);
  }

  ShareException(String message, @Nullable String hint, Throwable cause) {
    super(message, hint, cause);
  }
}
