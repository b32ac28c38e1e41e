package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** The service knows no key or deployment of that id. */
public final class NotFoundException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** Names what was asked for, and the command that lists what there is. */
  public NotFoundException(String message, @Nullable String hint) {
    super(message, hint, null);
  }
}
