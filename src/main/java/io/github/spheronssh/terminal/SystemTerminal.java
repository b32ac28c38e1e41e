package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams and the controlling terminal of this process. */
public final class SystemTerminal {
  private static final Path CONTROLLING_TERMINAL = Path.of("/dev/tty");

  private SystemTerminal() {}

  /**
   * Opens them. Which streams are terminals the launcher tells, since Java can't: the system
   * property {@code spheron.tty} holds the digits of those that are, of 0, 1 and 2.
   */
  public static Terminal open(Environment environment) {
    String terminals = terminals(environment);
    var terminal =
        new Terminal(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            terminals.contains("0"),
            terminals.contains("1"),
            terminals.contains("2"),
            person(environment).orElse(null));
    return terminal;
  }

  /** Who is asked: the person at the terminal, or the program that SSH_ASKPASS names. */
  static Optional<Tty> person(Environment environment) {
    Optional<Tty> terminal = controllingTerminal(environment);
    return switch (Askpass.use(environment)) {
      case NEVER -> terminal;
      case WITHOUT_TERMINAL -> terminal.or(() -> Askpass.named(environment));
      case ALWAYS ->
          Askpass.named(environment)
              .<Tty>map(askpass -> new Elsewhere(askpass, terminal))
              .or(() -> terminal);
    };
  }

  private static Optional<Tty> controllingTerminal(Environment environment) {
    if (environment.isWindows()) {
      return terminals(environment).isEmpty() ? Optional.empty() : Optional.of(new JLineTty());
    }
    return UnixTty.open(CONTROLLING_TERMINAL, environment.variable("PATH").orElse(""))
        .map(tty -> tty);
  }

  private static String terminals(Environment environment) {
    if (environment.properties().containsKey("spheron.tty")) {
      return environment.property("spheron.tty").orElse("");
    }
    // JDK 25 has none where standard input or output is no terminal, unless a property asks for
    // one.
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? "012"
        : "";
  }

  /** Questions go to a program, though there is a terminal for the shell. */
  private record Elsewhere(Tty askpass, Optional<Tty> terminal) implements Tty {
    @Override
    public @Nullable String readLine(String question) throws IOException {
      return askpass.readLine(question);
    }

    @Override
    public char @Nullable [] readSecret(String question) throws IOException {
      return askpass.readSecret(question);
    }

    @Override
    public Optional<Boolean> confirm(String question) throws IOException {
      return askpass.confirm(question);
    }

    @Override
    public Optional<Screen> screen() {
      return terminal.flatMap(Tty::screen);
    }
  }
}
