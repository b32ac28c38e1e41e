package io.github.spheronssh.cli;

/** The statuses that the program ends with; scripts rely on them. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int CREDENTIALS = 3;
  static final int TARGET = 4;
  static final int API_UNREACHABLE = 5;

  /** {@code connect}: whatever went wrong on this side, as in ssh. */
  static final int SSH = 255;

  static final int INTERRUPTED = 130;
  static final int TERMINATED = 143;

  private ExitCode() {}
}
