package io.github.spheronssh.ssh;

/** How a remote command ended (RFC 4254, 6.10). */
public sealed interface ExitStatus {
  /** The status that this program ends with. */
  int code();

  /** It ended by itself. */
  record Exited(int status) implements ExitStatus {
    /** The status; 255 where it is more than a process here can end with. */
    @Override
    public int code() {
      return status >= 0 && status <= 255 ? status : 255;
    }
  }

  /**
   * A signal ended it.
   *
   * @param signal the name without SIG, such as {@code TERM}
   * @param message what the server says of it, or nothing
   */
  record Signalled(String signal, String message, boolean coreDumped) implements ExitStatus {
    /** 128 and the number that Linux gives the signal; 255 for one it doesn't know. */
    @Override
    public int code() {
      return switch (signal) {
        case "HUP" -> 128 + 1;
        case "INT" -> 128 + 2;
        case "QUIT" -> 128 + 3;
        case "ILL" -> 128 + 4;
        case "TRAP" -> 128 + 5;
        case "ABRT" -> 128 + 6;
        case "BUS" -> 128 + 7;
        case "FPE" -> 128 + 8;
        case "KILL" -> 128 + 9;
        case "USR1" -> 128 + 10;
        case "SEGV" -> 128 + 11;
        case "USR2" -> 128 + 12;
        case "PIPE" -> 128 + 13;
        case "ALRM" -> 128 + 14;
        case "TERM" -> 128 + 15;
        case "XCPU" -> 128 + 24;
        case "XFSZ" -> 128 + 25;
        case "SYS" -> 128 + 31;
        default -> 255;
      };
    }
  }
}
