package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** The service could not be reached, kept failing, or limits the rate. */
public final class ApiUnreachableException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final boolean mayHaveActed;

  /**
   * Names the call, how often it was tried and what came of it.
   *
   * @param mayHaveActed whether the service may have done what it was asked all the same
   */
  public ApiUnreachableException(
      String message, @Nullable String hint, @Nullable Throwable cause, boolean mayHaveActed) {
    super(message, hint, cause);
    this.mayHaveActed = mayHaveActed;
  }

  /** Whether the service may have done what it was asked, so that one has to look. */
  public boolean mayHaveActed() {
    return mayHaveActed;
  }
}
