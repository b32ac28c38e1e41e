package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.terminal.EscapeInput.Verdict;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the escapes of ssh(1) do to a session; what they say goes to the terminal in raw mode. */
final class Escapes {
  private static final int CONTROL_Z = 0x1a;

  private final Terminal terminal;
  private final Line line;
  private final CompletableFuture<RemoteProgram> program;
  private final RawTerminal raw;
  private final SessionWish wish;
  private final Stay stay;
  private volatile boolean left;

  /** Escapes that are about a program, which may not run yet. */
  Escapes(
      Terminal terminal,
      Line line,
      CompletableFuture<RemoteProgram> program,
      RawTerminal raw,
      SessionWish wish,
      Stay stay) {
    this.terminal = terminal;
    this.line = line;
    this.program = program;
    this.raw = raw;
    this.wish = wish;
    this.stay = stay;
  }

  /** Waits for the program's end; one that the user left has no status of its own. */
  Optional<ExitStatus> await(RemoteProgram started) throws SpheronSshException {
    try {
      return Optional.of(started.await());
    } catch (SpheronSshException e) {
      if (left) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Verdict escaped(int key) throws IOException {
    switch (key) {
      case '.' -> leave();
      case CONTROL_Z -> suspend();
      case '&' -> {
        return background();
      }
      case '?' -> say(key, help(escape()));
      case '#' -> say(key, open());
      case 'B' -> {
        say(key, "");
        program.join().sendBreak();
      }
      case 'R' -> rekey();
      case 'v' -> verbosity(key, 1);
      case 'V' -> verbosity(key, -1);
      case 'C' -> commandLine();
      default -> {
        return Verdict.UNKNOWN;
      }
    }
    return Verdict.DONE;
  }

  private String open() {
    var lines = new StringBuilder("The following connections are open:\n");
    lines.append("  ").append(program.join().description()).append('\n');
    try {
      line.list().forEach(each -> lines.append("  ").append(Visible.line(each)).append('\n'));
    } catch (SpheronSshException e) {
      lines.append("  ").append(Visible.line(e.getMessage())).append('\n');
    }
    return lines.toString();
  }

  private void leave() {
    left = true;
    say('.', "");
    line.leave();
  }

  private void suspend() throws IOException {
    terminal.err().print(escape() + "^Z [suspend ssh]\r\n");
    raw.suspend();
  }

  private Verdict background() throws IOException {
    terminal.err().print(escape() + "& [backgrounded]\r\n");
    stay.endHere();
    raw.background();
    return Verdict.LAST;
  }

  private void rekey() {
    say('R', "");
    try {
      line.rekey();
    } catch (SpheronSshException e) {
      say('R', e.getMessage() + "\n");
    }
  }

  private void verbosity(int key, int step) {
    int level = Math.clamp(terminal.manner().verbosity() + step, -1, 3);
    terminal.speak(terminal.manner().withVerbosity(level));
    String[] names = {"QUIET", "INFO", "DEBUG1", "DEBUG2", "DEBUG3"};
    say(key, "[LogLevel %s]\n".formatted(names[level + 1]));
  }

  private void commandLine() throws IOException {
    if (!wish.commandLine()) {
      say('C', "the command line is off: -o EnableEscapeCommandline=yes has it on\n");
      return;
    }
    raw.cooked(() -> new CommandPrompt(terminal, line, wish.forwards().everywhere()).run());
  }

  private void say(int key, String text) {
    terminal.err().print(escape() + (char) key + "\r\n" + text.replace("\n", "\r\n"));
  }

  private String escape() {
    int character = wish.escape().orElse('~');
    return character < ' ' ? "^" + (char) (character + '@') : String.valueOf((char) character);
  }

  /** The escapes, a line each, as a character begins them. */
  static String help(String escape) {
    return """
    Escapes, each at the start of a line:
     ~.   end the connection, and whatever runs over it
     ~B   send a break to the remote terminal
     ~C   open a command line, where EnableEscapeCommandline is on
     ~R   exchange new keys
     ~V   say less
     ~v   say more
     ~^Z  suspend spheron-ssh
     ~#   list what is open
     ~&   go to the background, and end when all that is open has ended
     ~?   show this
     ~~   send the escape character itself
    """
        .replace("~", escape);
  }
}
