package io.github.spheronssh.backup;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A backup that can't be made, or isn't one. */
public final class BackupException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  BackupException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
