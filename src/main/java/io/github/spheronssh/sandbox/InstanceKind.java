package io.github.spheronssh.sandbox;

/** What an instance does differently from a healthy one. */
enum InstanceKind {
  /** Is described in full, and lets its user in. */
  HEALTHY,
  /** Is said to be root's, whose key it takes, only to send the user to {@code ubuntu}. */
  CLOUD_IMAGE,
  /** Nobody tells its user, or a command: only the port. */
  BARE,
  /** Its SSH port stands in the port forwards alone. */
  FORWARDED,
  /** Was made with somebody else's key. */
  STRANGER,
  /** Has another host key after the first login. */
  REKEYED,
  /** Takes the connection and never says a byte. */
  SILENT,
  /** Says its version, and then nothing more. */
  HUNG,
  /** Never came up. */
  FAILED,
  /** Was taken back by the provider. */
  RECLAIMED,
  /** Is kept and billed, and off. */
  STOPPED;

  /** Whether a server answers on its SSH port. */
  boolean isOn() {
    return switch (this) {
      case FAILED, RECLAIMED, STOPPED -> false;
      default -> true;
    };
  }

  /** Whether a real sshd can stand in for it. */
  boolean isPlain() {
    return switch (this) {
      case HEALTHY, BARE, FORWARDED, STRANGER -> true;
      default -> false;
    };
  }
}
