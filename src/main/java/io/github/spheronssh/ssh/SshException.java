package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** A connection that went wrong, and the layer it went wrong in. */
public class SshException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  private final Layer layer;

  /** An error of a layer, with what helps where something is known to. */
  public SshException(Layer layer, String message, @Nullable String hint) {
    this(layer, message, hint, null);
  }

  /** An error of a layer with its cause. */
  public SshException(
      Layer layer, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
    this.layer = layer;
  }

  /** The layer that was not passed; those before it were. */
  public Layer layer() {
    return layer;
  }
}
