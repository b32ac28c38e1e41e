package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A setting that can't be read or can't be had. */
public final class ConfigException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** An error with the remedy where there is one. */
  public ConfigException(String message, @Nullable String hint) {
    super(message, hint);
  }
}
