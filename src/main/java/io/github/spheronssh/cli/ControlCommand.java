package io.github.spheronssh.cli;

/** What {@code -O} tells the master of a shared connection. */
enum ControlCommand {
  CHECK,
  STOP,
  EXIT,
  FORWARD,
  CANCEL
}
