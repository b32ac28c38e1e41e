package io.github.spheronssh.config;

/** Where a setting comes from, and so what it outranks. */
public enum Origin {
  /** The command line, or the target itself: {@code user@host:port}. */
  COMMAND_LINE,
  /** A section that names the target: by a Host, or a Match of host or originalhost. */
  NAMED,
  /** What is said of every host: lines before any section, {@code Host *}, {@code Match all}. */
  GENERAL
}
