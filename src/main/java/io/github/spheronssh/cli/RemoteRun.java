package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.cli.SessionWish.TerminalWish;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.Pty;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.Streams;
import io.github.spheronssh.terminal.EscapeInput;
import io.github.spheronssh.terminal.Screen;
import io.github.spheronssh.terminal.Screen.Size;
import io.github.spheronssh.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Joins a remote program to this side's streams, and where it has one, to the terminal. */
final class RemoteRun {
  private final Context context;
  private final Terminal terminal;
  private final Line line;
  private final SessionWish wish;
  private final Stay stay;

  RemoteRun(Context context, Line line, SessionWish wish, Stay stay) {
    this.context = context;
    this.terminal = context.terminal();
    this.line = line;
    this.wish = wish;
    this.stay = stay;
  }

  /** Runs the program, and tells the status to end with. */
  int run(Program program) throws SpheronSshException {
    Optional<Screen> screen = terminal.screen();
    if (!stay.reconnects() || screen.isEmpty()) {
      return run(program, wish.readsInput() ? terminal.in() : InputStream.nullInputStream());
    }
    // What waits for a key here has to end with the connection, else it has the next one's first.
    try (InputStream keys = screen.get().keys()) {
      return run(program, keys);
    } catch (IOException e) {
      throw new SpheronSshException(
          "the terminal is none to connect again from: " + e.getMessage(),
          "leave --reconnect out",
          e);
    }
  }

  private int run(Program program, InputStream in) throws SpheronSshException {
    var request = new SessionRequest(program, Optional.empty(), wish.variables(), wish.agent());
    boolean typed = terminal.inIsTerminal() && wish.readsInput();
    boolean shell = program instanceof Program.Shell;
    boolean force = wish.terminal() == TerminalWish.FORCE;
    boolean wanted =
        wish.terminal() == TerminalWish.YES || (wish.terminal() == TerminalWish.AUTO && shell);
    Optional<Screen> screen = typed ? terminal.screen() : Optional.empty();
    if ((wanted || force) && screen.isPresent()) {
      return onScreen(request, in, screen.get());
    }
    if (force || (wanted && typed)) {
      return status(line.start(request.on(pty(Size.USUAL, Map.of())), streams(in)).await());
    }
    if (wish.terminal() == TerminalWish.YES) {
      terminal.note("no terminal is made, since stdin is none; -tt has one made all the same");
    }
    return status(line.start(request, streams(in)).await());
  }

  private int onScreen(SessionRequest request, InputStream in, Screen screen)
      throws SpheronSshException {
    var program = new CompletableFuture<RemoteProgram>();
    Optional<ExitStatus> status;
    try {
      Pty pty = pty(screen.size(), screen.modes());
      try (var raw = new RawTerminal(screen, size -> resize(program, size))) {
        var escapes = new Escapes(terminal, line, program, raw, wish, stay);
        InputStream keys =
            wish.escape().isPresent()
                ? new EscapeInput(in, wish.escape().getAsInt(), escapes::escaped)
                : in;
        RemoteProgram started = line.start(request.on(pty), streams(keys));
        program.complete(started);
        status = escapes.await(started);
      }
    } catch (IOException e) {
      throw new SpheronSshException(
          "the terminal could not be made ready for a shell: " + e.getMessage(),
          "-T does without one",
          e);
    }
    if (terminal.manner().verbosity() >= 0) {
      terminal.err().println(line.farewell());
    }
    return status.map(this::status).orElse(ExitCode.SSH);
  }

  /** Told at once where the program runs, else as soon as it does. */
  private static void resize(CompletableFuture<RemoteProgram> program, Size size) {
    var _ = program.thenAccept(running -> running.windowChanged(size.columns(), size.rows()));
  }

  private int status(ExitStatus status) {
    // Of PIPE shells don't speak either: whoever read the output has had enough of it.
    if (status instanceof ExitStatus.Signalled(String signal, _, _) && !signal.equals("PIPE")) {
      terminal.note("signal " + signal + " ended the command");
    }
    return status.code();
  }

  private Pty pty(Size size, Map<Integer, Integer> modes) {
    String term = context.environment().variable("TERM").orElse("dumb");
    return new Pty(term, size.columns(), size.rows(), modes);
  }

  private Streams streams(InputStream in) {
    return new Streams(in, terminal.rawOut(), terminal.err());
  }
}
