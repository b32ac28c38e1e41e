package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A master refused a program: nothing of it has run, and it may be run some other way. */
public final class MasterRefusedException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  MasterRefusedException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
