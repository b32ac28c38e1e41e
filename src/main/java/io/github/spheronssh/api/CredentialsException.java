package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** There is no API key, or the service refused it. */
public sealed class CredentialsException extends SpheronSshException permits KeyShapeException {
  private static final long serialVersionUID = 1L;

  /** Names where the key was looked for, or what the service said of it. */
  public CredentialsException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
