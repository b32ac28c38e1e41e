package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** The service could not be reached, kept failing, or limits the rate. */
public final class ApiUnreachableException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** Names the call, how often it was tried and what came of it. */
  public ApiUnreachableException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }
}
