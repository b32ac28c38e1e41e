package io.github.spheronssh.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the account's keys. */
@Command(
    name = "keys",
    description = "See, rotate, back up and delete keys: the account's and this machine's.",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Mixin OutputOptions output = new OutputOptions();

  private KeysCommand() {}

  /** The group with its commands. */
  static CommandLine commandLine(Context context) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysListCommand(context))
        .addSubcommand(new KeysShowCommand(context))
        .addSubcommand(new KeysDeleteCommand(context))
        .addSubcommand(new KeysRotateCommand(context))
        .addSubcommand(new KeysPruneCommand(context))
        .addSubcommand(new KeysBackupCommand(context))
        .addSubcommand(new KeysRestoreCommand(context));
  }

  @Override
  public Integer call() {
    CommandSpec own = java.util.Objects.requireNonNull(spec);
    throw new ParameterException(
        own.commandLine(), "expected one of: list, show, delete, rotate, prune, backup, restore");
  }
}
