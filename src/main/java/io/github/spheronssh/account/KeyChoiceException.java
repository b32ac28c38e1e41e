package io.github.spheronssh.account;

import io.github.spheronssh.SpheronSshException;

/** No key of the account, or more than one, is what the user named. */
public final class KeyChoiceException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names what was looked for, and what there is or what to type instead. */
  public KeyChoiceException(String message, String hint) {
    super(message, hint);
  }
}
