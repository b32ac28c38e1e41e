package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.util.Optional;

/** Asks only the program that {@code SSH_ASKPASS} names: the terminal belongs to something else. */
public final class Permission {
  private Permission() {}

  /** Whether it was there to be asked, and said yes. */
  public static boolean ask(Environment environment, String question) {
    Optional<Tty> program = Askpass.named(environment);
    try {
      return program.isPresent() && program.get().confirm(Visible.lines(question)).orElse(false);
    } catch (IOException e) {
      return false; // a program that can't be started says nothing
    }
  }
}
