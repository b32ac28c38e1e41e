package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** No instance, or more than one, is what the user named. */
public final class TargetException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names what was looked for, what there is, and what to type instead. */
  public TargetException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
