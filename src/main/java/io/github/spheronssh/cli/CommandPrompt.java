package io.github.spheronssh.cli;

import io.github.spheronssh.terminal.NoTerminalException;
import io.github.spheronssh.terminal.Terminal;

/** The command line of the escape {@code ~C}: one line, as ssh reads it. */
final class CommandPrompt {
  private CommandPrompt() {}

  static void run(Terminal terminal) {
    String line;
    try {
      line = terminal.ask("ssh> ", "type it at a terminal").strip();
    } catch (NoTerminalException e) {
      return; // ^D: nothing was asked for
    }
    switch (line) {
      case "" -> {}
      case "help", "?", "-h" ->
          terminal.err().println("There is nothing to add or cancel in this session.");
      default -> terminal.err().println("Invalid command.");
    }
  }
}
