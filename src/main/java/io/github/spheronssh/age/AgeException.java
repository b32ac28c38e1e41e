package io.github.spheronssh.age;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** An encrypted file that can't be opened; the message doesn't name it. */
public class AgeException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  AgeException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
