package io.github.spheronssh.config;

/** What is put in the place of percent tokens and of {@code ${VARIABLE}} in a value. */
enum Expansion {
  /** Nothing; a percent sign is one. */
  NONE,
  /** The name in HostName: only {@code %h} and {@code %%}. */
  NAME,
  /** A user: all but those that depend on it, and variables. */
  USER,
  /** Text: all tokens, and variables. */
  TEXT,
  /** The path of a file: all tokens, variables, and a leading tilde. */
  PATH,
  /** A forward: as a path, where an argument is one. */
  FORWARD,
  /** A command: all tokens, where the names that they stand for are harmless. */
  COMMAND,
  /** A command whose tokens are known only once the connection is there. */
  LATER
}
