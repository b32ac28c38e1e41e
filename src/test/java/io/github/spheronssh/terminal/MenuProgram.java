package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.util.List;

/** A small program at a real terminal that has its arguments chosen from. */
final class MenuProgram {
  private MenuProgram() {}

  /** Takes the rows. */
  public static void main(String[] rows) throws Exception {
    Terminal terminal = SystemTerminal.open(Environment.system());
    terminal.out().println("pid " + ProcessHandle.current().pid() + ".");
    var chosen = terminal.choose("Which?", List.of(rows), false, "name it");
    terminal.out().println("chose " + chosen + ".");
  }
}
