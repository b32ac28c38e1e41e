package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Manner;
import io.github.spheronssh.terminal.SystemTerminal;
import io.github.spheronssh.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Where the program starts and, alone, ends. */
public final class Main {
  private Main() {}

  /** Runs the command line with the process's own streams and environment. */
  public static void main(String[] arguments) {
    Environment environment = Environment.system();
    System.exit(run(List.of(arguments), SystemTerminal.open(environment), environment));
  }

  /**
   * Runs one command line and returns its exit code; nothing outside the given terminal and
   * environment is read or written, so that tests and the sandbox can run commands in-process.
   */
  public static int run(List<String> arguments, Terminal terminal, Environment environment) {
    terminal.speak(Manner.of(environment));
    var context = new Context(terminal, environment);
    CommandLine line = SpheronSsh.commandLine(context, arguments);
    int code = line.execute(arguments.toArray(String[]::new));
    Optional<IOException> lost = terminal.flush();
    if (lost.isPresent()) {
      new ErrorReporter(terminal).lostOutput(lost.get());
      return code == ExitCode.OK ? Execution.failed(line) : code;
    }
    return code;
  }
}
