package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Pty;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Streams;
import io.github.spheronssh.terminal.Screen;
import io.github.spheronssh.terminal.Screen.Size;
import io.github.spheronssh.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Joins a shell or a command to this side's streams, and where it has one, to the terminal. */
final class RemoteRun {
  /** Whether the remote side is to make a terminal. */
  enum TerminalWish {
    /** For a shell, where stdin is a terminal. */
    AUTO,
    /** For a command too, where stdin is a terminal. */
    YES,
    FORCE,
    NO
  }

  private final Context context;
  private final TerminalWish wish;
  private final boolean readsInput;

  RemoteRun(Context context, TerminalWish wish, boolean readsInput) {
    this.context = context;
    this.wish = wish;
    this.readsInput = readsInput;
  }

  /** Runs the command, or the user's shell where there is none, and tells how it ended. */
  ExitStatus run(SshSession session, Optional<String> command) throws SpheronSshException {
    Terminal terminal = context.terminal();
    InputStream in = readsInput ? terminal.in() : InputStream.nullInputStream();
    var streams = new Streams(in, terminal.rawOut(), terminal.err());
    boolean typed = terminal.inIsTerminal() && readsInput;
    boolean wanted = wish == TerminalWish.YES || (wish == TerminalWish.AUTO && command.isEmpty());
    if (wish == TerminalWish.FORCE || (wanted && typed)) {
      return onTerminal(session, command, streams, typed ? terminal.screen() : Optional.empty());
    }
    if (wish == TerminalWish.YES) {
      terminal.note("no terminal is made, since stdin is none; -tt has one made all the same");
    }
    return command.isPresent() ? session.exec(command.get(), streams) : session.shell(streams);
  }

  private ExitStatus onTerminal(
      SshSession session, Optional<String> command, Streams streams, Optional<Screen> screen)
      throws SpheronSshException {
    String term = context.environment().variable("TERM").orElse("dumb");
    if (screen.isEmpty()) {
      Size usual = Size.USUAL;
      return start(
          session, command, new Pty(term, usual.columns(), usual.rows(), Map.of()), streams);
    }
    Screen own = screen.get();
    try {
      Size size = own.size();
      var pty = new Pty(term, size.columns(), size.rows(), own.modes());
      try (var _ = own.rawMode();
          var _ = own.onResize(now -> session.windowChanged(now.columns(), now.rows()))) {
        return start(session, command, pty, streams);
      }
    } catch (IOException e) {
      throw new SpheronSshException(
          "the terminal could not be made ready for a shell: " + e.getMessage(),
          "-T does without one",
          e);
    }
  }

  private static ExitStatus start(
      SshSession session, Optional<String> command, Pty pty, Streams streams)
      throws SpheronSshException {
    return command.isPresent()
        ? session.exec(command.get(), pty, streams)
        : session.shell(pty, streams);
  }
}
