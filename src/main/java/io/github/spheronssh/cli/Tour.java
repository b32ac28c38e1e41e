package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The main job, shown on a sandbox: each step is the very command that it shows. */
final class Tour {
  /** What a step is for, the command, and the status that it has to end with. */
  private record Step(String what, int expected, List<String> command) {
    Step(String what, int expected, String... command) {
      this(what, expected, List.of(command));
    }

    /** The command as a user types it; no word of the tour needs more quoting than this. */
    String line() {
      var line = new StringBuilder("$ spheron-ssh");
      for (String word : command) {
        line.append(' ').append(word.contains(" ") ? "'" + word + "'" : word);
      }
      return line.toString();
    }
  }

  private static final List<Step> STEPS =
      List.of(
          new Step("Make a key pair.", ExitCode.OK, "keygen", "--no-passphrase"),
          new Step("Register its public half with Spheron.", ExitCode.OK, "upload"),
          new Step("See what runs.", ExitCode.OK, "instances"),
          new Step(
              "One is still deploying: wait until it can be logged in to, and run a command there.",
              ExitCode.OK,
              "connect",
              "--wait",
              "booting",
              "echo hello from $USER"),
          new Step(
              "What the doctor says of a healthy instance.",
              ExitCode.OK,
              "doctor",
              "-q",
              "trainer"),
          new Step(
              "And of one that refuses the key.", ExitCode.FAILED, "doctor", "-q", "stranger"));

  private final Terminal terminal;
  private final Environment environment;

  /**
   * A tour that is read on the context's terminal.
   *
   * @param variables a sandbox's: its temporary home, its API and its token
   */
  Tour(Context context, Map<String, String> variables) {
    this.terminal = context.terminal();
    var own = new HashMap<>(variables);
    own.remove("SSH_AUTH_SOCK"); // the user's own keys are no part of the story
    if (!terminal.outStyle().colored()) {
      own.put("NO_COLOR", "1");
    }
    this.environment = context.environment().withVariables(own);
  }

  /** Runs every step; ends with 0 if each ended as it has to. */
  int run() {
    PrintStream out = terminal.out();
    for (Step step : STEPS) {
      out.println("# " + step.what());
      out.println(step.line());
      int status = Main.run(step.command(), stage(), environment);
      if (status != step.expected()) {
        new ErrorReporter(terminal)
            .error("the tour expected status %d, met %d".formatted(step.expected(), status));
        return ExitCode.FAILED;
      }
      out.println();
    }
    out.println(
        "# That was a sandbox; all of it is gone again. With your own account it begins with:");
    out.println("$ spheron-ssh login");
    return ExitCode.OK;
  }

  /**
   * Where a step runs: what it says on either stream is the tour's data, laid out for a person even
   * in a log, and it reads nothing.
   */
  private Terminal stage() {
    return new Terminal(
        InputStream.nullInputStream(), terminal.out(), terminal.out(), true, false, null);
  }
}
