package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes keys of the account. */
@Command(
    name = "delete",
    description = {
      "Delete keys of the account, after asking; files on this machine stay.",
      "Instances that are up keep accepting a key that was deleted here."
    })
final class KeysDeleteCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY",
      description = "Ids, names or SHA256 fingerprints.")
  List<String> keys = List.of();

  @Option(names = "--yes", description = "Delete without asking.")
  boolean yes;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  KeysDeleteCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Terminal terminal = context.terminal();
    SpheronApi client = api.open(context);
    AccountKeys account = AccountKeys.list(client, team.team(context.environment()));
    Set<RegisteredKey> chosen = new LinkedHashSet<>();
    for (String key : keys) {
      chosen.add(account.choose(key)); // all of them, before the first is deleted
    }
    String names = chosen.stream().map(KeysDeleteCommand::shown).collect(Collectors.joining(", "));
    if (!yes && !terminal.confirm("delete " + names + " (yes or no)? ", "--yes")) {
      terminal.note("nothing was deleted");
      return ExitCode.FAILED;
    }
    for (RegisteredKey key : chosen) {
      client.deleteKey(key.id());
      terminal.out().println(Visible.line("deleted: " + shown(key)));
    }
    return ExitCode.OK;
  }

  static String shown(RegisteredKey key) {
    return "%s (%s)"
        .formatted(key.name().isEmpty() ? "a key without a name" : key.name(), key.id());
  }
}
