package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** The service answered, and not with what was asked for. */
public class ApiException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names the call, what was expected and what came. */
  public ApiException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
