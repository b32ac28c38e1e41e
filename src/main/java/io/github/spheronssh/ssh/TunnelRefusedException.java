package io.github.spheronssh.ssh;

/** The server did not open a tunnel, for a reason that it told. */
public final class TunnelRefusedException extends SshException {
  private static final long serialVersionUID = 1L;

  /** An error with the words that ssh has for it. */
  TunnelRefusedException(long channel, int reason, String said) {
    super(
        Layer.SESSION,
        "channel %d: open failed: %s%s"
            .formatted(channel, words(reason), said.isBlank() ? "" : ": " + said),
        null);
  }

  /** The reasons of RFC 4254, 5.1, in OpenSSH's words. */
  private static String words(int reason) {
    return switch (reason) {
      case 1 -> "administratively prohibited";
      case 2 -> "connect failed";
      case 3 -> "unknown channel type";
      case 4 -> "resource shortage";
      default -> "unknown reason";
    };
  }
}
