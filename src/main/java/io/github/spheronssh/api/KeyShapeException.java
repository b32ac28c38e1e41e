package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** What stands where an API key should is none: it was found, and never sent. */
public final class KeyShapeException extends CredentialsException {
  private static final long serialVersionUID = 1L;

  /** Names where it was found, and what can't be in a key. */
  public KeyShapeException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
