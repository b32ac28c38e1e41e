package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** The service understood what was asked for, and did not do it. */
public final class RefusedException extends ApiException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message, @Nullable String hint) {
    super(message, hint, null);
  }
}
