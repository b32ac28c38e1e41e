package io.github.spheronssh.config;

/** What becomes of a keyword that is set. */
enum Fate {
  /** It means what it means to ssh. */
  DONE,
  /** It is passed by, and that is told at {@code -v}. */
  PASSED_BY,
  /** It is an error: to pass it by would weaken the connection, or lead it elsewhere. */
  REFUSED
}
