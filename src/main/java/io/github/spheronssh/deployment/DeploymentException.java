package io.github.spheronssh.deployment;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A request that can't be sent as it is. Nothing was deployed. */
public final class DeploymentException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected, what was met, and what helps. */
  public DeploymentException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
