package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small program at a real terminal: asks for a secret, or takes each key as it comes. */
final class TerminalProgram {
  private TerminalProgram() {}

  /** Takes what to do, and the file for the secret. */
  public static void main(String[] arguments) throws Exception {
    Terminal terminal = SystemTerminal.open(Environment.system());
    terminal.out().print("pid " + ProcessHandle.current().pid() + ".\r\n");
    if (arguments[0].equals("secret")) {
      String secret = new String(terminal.readSecret("Passphrase: ", "--passphrase-file"));
      Files.writeString(Path.of(arguments[1]), secret);
      return;
    }
    Screen screen = terminal.screen().orElseThrow();
    try (var _ = screen.rawMode();
        var _ =
            screen.onResize(
                size ->
                    terminal.out().print("size " + size.columns() + "x" + size.rows() + "\r\n"))) {
      terminal.out().print("raw\r\n");
      for (int key = terminal.in().read(); key >= 0 && key != 'q'; key = terminal.in().read()) {
        terminal.out().print("key " + key + ".\r\n");
        switch (key) {
          case 'e' -> throw new StackOverflowError("broken");
          case 'x' -> Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(7));
          default -> {}
        }
      }
    }
  }
}
