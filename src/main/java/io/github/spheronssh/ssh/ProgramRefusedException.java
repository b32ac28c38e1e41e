package io.github.spheronssh.ssh;

/** The server refused to run a program: nothing of it has run. */
public final class ProgramRefusedException extends SshException {
  private static final long serialVersionUID = 1L;

  /** Names what the server said, and what helps. */
  public ProgramRefusedException(String message, String hint) {
    super(Layer.SESSION, message, hint);
  }
}
