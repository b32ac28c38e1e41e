package io.github.spheronssh.ssh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that let the user in by none of the keys and methods that were tried. */
public final class LoginException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient List<Event.KeyTried> tried;
  private final List<String> methods;

  /** A login that failed by all of these. */
  public LoginException(
      String message, @Nullable String hint, List<Event.KeyTried> tried, List<String> methods) {
    super(Layer.LOGIN, message, hint);
    this.tried = List.copyOf(tried);
    this.methods = List.copyOf(methods);
  }

  /** The last that became of each key, in the order in which they were tried. */
  public List<Event.KeyTried> tried() {
    return tried;
  }

  /** The ways to log in that the server offers. */
  public List<String> methods() {
    return methods;
  }
}
