package io.github.spheronssh.authorizedkeys;

import io.github.spheronssh.SpheronSshException;

/** A machine's authorized_keys that is better left alone; it was. */
public final class AuthorizedKeysException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  AuthorizedKeysException(String message, String hint) {
    super(message, hint);
  }
}
