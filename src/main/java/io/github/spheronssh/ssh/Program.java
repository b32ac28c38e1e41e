package io.github.spheronssh.ssh;

/** What a session runs on the other side (RFC 4254, 6.5). */
public sealed interface Program {
  /** The user's shell. */
  record Shell() implements Program {}

  /** A command, which the user's shell reads. */
  record Command(String text) implements Program {}

  /** A subsystem, such as {@code sftp}. */
  record Subsystem(String name) implements Program {}
}
