package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardException;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.forward.ForwardSpec.Kind;
import io.github.spheronssh.share.ShareException;
import io.github.spheronssh.terminal.NoTerminalException;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;

/** The command line of the escape {@code ~C}: one line, as ssh reads it and answers. */
final class CommandPrompt {
  private static final String HELP =
      """
      Commands:
            -L[bind_address:]port:host:hostport    Request local forward
            -R[bind_address:]port:host:hostport    Request remote forward
            -D[bind_address:]port                  Request dynamic forward
            -KL[bind_address:]port                 Cancel local forward
            -KR[bind_address:]port                 Cancel remote forward
            -KD[bind_address:]port                 Cancel dynamic forward
      """;

  private final Terminal terminal;
  private final Line connection;
  private final boolean everywhere;

  CommandPrompt(Terminal terminal, Line connection, boolean everywhere) {
    this.terminal = terminal;
    this.connection = connection;
    this.everywhere = everywhere;
  }

  void run() {
    String line;
    try {
      line = terminal.ask("ssh> ", "type it at a terminal").strip();
    } catch (NoTerminalException e) {
      return; // ^D: nothing was asked for
    }
    String command = line.startsWith("-") ? line.substring(1) : line;
    if (!command.isEmpty()) {
      terminal.err().println(Visible.lines(answer(command)).stripTrailing());
    }
  }

  private String answer(String command) {
    if ("hH?".indexOf(command.charAt(0)) >= 0) {
      return HELP;
    }
    boolean cancel = command.startsWith("K");
    String letter = command.substring(cancel ? 1 : 0);
    Kind kind;
    switch (letter.isEmpty() ? ' ' : letter.charAt(0)) {
      case 'L' -> kind = Kind.LOCAL;
      case 'D' -> kind = Kind.DYNAMIC;
      case 'R' -> kind = Kind.REMOTE;
      default -> {
        return "Invalid command.";
      }
    }
    String text = letter.substring(1).strip();
    try {
      return cancel ? cancel(kind, text) : add(kind, text);
    } catch (SpheronSshException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String add(Kind kind, String text) throws SpheronSshException {
    ForwardSpec spec =
        switch (kind) {
          case LOCAL -> ForwardSpec.local(text, everywhere);
          case DYNAMIC -> ForwardSpec.dynamic(text, everywhere);
          case REMOTE -> ForwardSpec.remote(text);
        };
    try {
      connection.add(spec);
    } catch (ForwardException | ShareException e) {
      return e.getMessage() + "\nPort forwarding failed.";
    }
    return "Forwarding port.";
  }

  private String cancel(Kind kind, String text) throws SpheronSshException {
    boolean open = everywhere && kind != Kind.REMOTE;
    return connection.cancel(kind, ForwardSpec.listening(text, open))
        ? "Canceled forwarding."
        : "Unknown port forwarding.";
  }
}
