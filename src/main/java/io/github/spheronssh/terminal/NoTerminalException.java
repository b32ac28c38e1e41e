package io.github.spheronssh.terminal;

import io.github.spheronssh.SpheronSshException;

/** A question that has to be answered, and nobody there to ask. */
public final class NoTerminalException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names what was to be asked, and the option that answers it. */
  public NoTerminalException(String message, String hint) {
    super(message, hint);
  }
}
