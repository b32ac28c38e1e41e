package io.github.spheronssh.agent;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** An agent that is not there, refused, or answered with something else than the protocol. */
public final class AgentException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names what was met, and what helps where something is known to. */
  public AgentException(String message, @Nullable String hint) {
    super(message, hint);
  }

  /** The same with its cause. */
  public AgentException(String message, @Nullable String hint, Throwable cause) {
    super(message, hint, cause);
  }
}
