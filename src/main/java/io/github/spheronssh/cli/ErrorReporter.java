package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyChoiceException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.api.NotFoundException;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.instance.UnaskedException;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where an error becomes a message and an exit code. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  ErrorReporter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    error(withoutSecrets(usage(e)));
    hint(e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine commandLine, ParseResult parseResult) {
    boolean debug = false;
    for (CommandLine each = commandLine; each != null; each = each.getParent()) {
      debug |= Execution.output(each.getCommandSpec()).debug;
    }
    int code = report(e, debug);
    int own = commandLine.getCommandSpec().exitCodeOnExecutionException();
    return own == ExitCode.FAILED ? code : own;
  }

  /** Prints what went wrong and what helps, and tells the exit code that says the same. */
  int report(Exception e, boolean debug) {
    return report("", e, debug);
  }

  /** Prints where it went wrong, such as {@code "TCP: trainer: "}, before what did. */
  int report(String where, Exception e, boolean debug) {
    switch (e) {
      case SpheronSshException known -> {
        error(where + known.getMessage());
        known.hint().ifPresent(this::hint);
      }
      case IOException io -> error(Optional.ofNullable(io.getMessage()).orElse(io.toString()));
      default -> {
        error("internal error: " + e);
        hint("run it again with --debug and report what it prints");
      }
    }
    if (debug) {
      var trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      terminal.log().print(Visible.lines(trace.toString()));
    }
    return exitCode(e);
  }

  /**
   * Output that could not be written. A reader that left, like {@code head}, has what it wanted; a
   * full disk has lost data.
   */
  void lostOutput(IOException e) {
    String reason = String.valueOf(e.getMessage());
    boolean readerLeft = reason.contains("Broken pipe") || reason.contains("pipe is being closed");
    if (!readerLeft) {
      error("could not write the output: " + reason);
    }
  }

  void error(String message) {
    terminal.log().println("spheron-ssh: error: " + Visible.line(message));
  }

  void hint(String hint) {
    terminal.log().println("spheron-ssh: hint: " + Visible.line(hint));
  }

  private static int exitCode(Exception e) {
    return switch (e) {
      case UnaskedException unasked -> exitCode(unasked.silence());
      case CredentialsException _ -> ExitCode.CREDENTIALS;
      case ApiUnreachableException _ -> ExitCode.API_UNREACHABLE;
      case TargetException _, NotFoundException _, KeyChoiceException _ -> ExitCode.TARGET;
      default -> ExitCode.FAILED;
    };
  }

  private static String usage(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, unmatched.getUnmatched().getFirst());
    }
    String message = String.valueOf(e.getMessage()).strip();
    return message.isEmpty() ? "wrong usage" : lowerCase(message);
  }

  /** A secret that was typed where none belongs is not to be seen in a log as well. */
  private static String withoutSecrets(String message) {
    return message
        .replaceAll("(?s)-----BEGIN.*", "the text of a key")
        .replaceAll("sai_[^\\s']+", "sai_…");
  }

  private static String unmatched(UnmatchedArgumentException e, String word) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e.isUnknownOption()) {
      int value = word.indexOf('=');
      String option = value < 0 ? word : word.substring(0, value);
      return "no such option: " + option + meant(option, command.optionsMap().keySet());
    }
    return command.subcommands().isEmpty()
        ? "one argument too many: '" + word + "'"
        : "no command is called '" + word + "'" + meant(word, command.subcommands().keySet());
  }

  private static String meant(String word, Collection<String> names) {
    return word.length() < 3
        ? ""
        : Closest.to(word, names).map(name -> ": did you mean " + name + "?").orElse("");
  }

  private static String lowerCase(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
