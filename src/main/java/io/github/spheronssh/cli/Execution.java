package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.terminal.Manner;
import io.github.spheronssh.terminal.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Settles how the program speaks, and then runs the command. */
final class Execution implements IExecutionStrategy {
  private final Context context;
  private final Defaults defaults;

  Execution(Context context, Defaults defaults) {
    this.context = context;
    this.defaults = defaults;
  }

  @Override
  public int execute(ParseResult result) {
    Terminal terminal = context.terminal();
    Manner manner = terminal.manner();
    for (CommandLine each : result.asCommandLineList()) {
      manner = output(each.getCommandSpec()).over(manner);
    }
    terminal.speak(manner);
    CommandLine root = result.commandSpec().commandLine();
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.outStyle().colored() ? Ansi.ON : Ansi.OFF));
    Integer helped = CommandLine.executeHelpRequest(result);
    if (helped != null) {
      return helped;
    }
    List<CommandLine> asked = result.asCommandLineList();
    CommandLine last = asked.getLast();
    try {
      defaults.check(last.getCommandSpec());
    } catch (SpheronSshException e) {
      throw new ExecutionException(last, e.getMessage(), e);
    }
    return new RunLast().execute(result);
  }

  /** The exit code by which the command that was run says that it failed. */
  static int failed(CommandLine root) {
    CommandLine last = root.getParseResult().asCommandLineList().getLast();
    return last.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The options that every command has; a group like {@code keys} may leave them to its parts. */
  static OutputOptions output(CommandSpec command) {
    for (CommandSpec mixin : command.mixins().values()) {
      if (mixin.userObject() instanceof OutputOptions options) {
        return options;
      }
    }
    return new OutputOptions();
  }
}
