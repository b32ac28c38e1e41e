package io.github.spheronssh.ssh;

/** The names of SSH's messages (RFC 4250, 4.1.2), for whoever reads a log. */
final class MessageName {
  private MessageName() {}

  /**
   * The name of a number, without its SSH_MSG_.
   *
   * @param login whether the user isn't logged in yet: until then 60 and 61 belong to the way in
   */
  static String of(int number, boolean login) {
    return switch (number) {
      case 1 -> "DISCONNECT";
      case 2 -> "IGNORE";
      case 3 -> "UNIMPLEMENTED";
      case 4 -> "DEBUG";
      case 5 -> "SERVICE_REQUEST";
      case 6 -> "SERVICE_ACCEPT";
      case 7 -> "EXT_INFO";
      case 8 -> "NEWCOMPRESS";
      case 20 -> "KEXINIT";
      case 21 -> "NEWKEYS";
      case 50 -> "USERAUTH_REQUEST";
      case 51 -> "USERAUTH_FAILURE";
      case 52 -> "USERAUTH_SUCCESS";
      case 53 -> "USERAUTH_BANNER";
      case 80 -> "GLOBAL_REQUEST";
      case 81 -> "REQUEST_SUCCESS";
      case 82 -> "REQUEST_FAILURE";
      case 90 -> "CHANNEL_OPEN";
      case 91 -> "CHANNEL_OPEN_CONFIRMATION";
      case 92 -> "CHANNEL_OPEN_FAILURE";
      case 93 -> "CHANNEL_WINDOW_ADJUST";
      case 94 -> "CHANNEL_DATA";
      case 95 -> "CHANNEL_EXTENDED_DATA";
      case 96 -> "CHANNEL_EOF";
      case 97 -> "CHANNEL_CLOSE";
      case 98 -> "CHANNEL_REQUEST";
      case 99 -> "CHANNEL_SUCCESS";
      case 100 -> "CHANNEL_FAILURE";
      case 192 -> "PING";
      case 193 -> "PONG";
      default -> number >= 30 && number < 50 ? "KEX" : login && number >= 60 ? "USERAUTH" : "?";
    };
  }
}
