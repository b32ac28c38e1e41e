package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the account's keys beside those of this machine. */
@Command(
    name = "list",
    description = "List the account's keys, and those in ~/.ssh that it doesn't have.")
final class KeysListCommand implements Callable<Integer> {
  private final Context context;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  KeysListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Environment environment = context.environment();
    KeyRing ring = KeyRow.ring(environment);
    AccountKeys account;
    try (var _ = context.terminal().progress("asking Spheron for the keys")) {
      account = AccountKeys.list(api.open(context), team.team(environment));
    }
    List<KeyRow> rows = join(account, ring, environment);
    if (json.json) {
      context.terminal().out().print(Json.write(rows));
      return ExitCode.OK;
    }
    var table =
        new Table("NAME", "ID", "TYPE", "FINGERPRINT", "FILE", "CREATED")
            .sparing("CREATED", "TYPE", "ID");
    for (KeyRow row : rows) {
      table.row(
          KeyRow.shown(row.name()),
          KeyRow.shown(row.id()),
          KeyRow.shown(row.type()),
          KeyRow.shown(row.fingerprint()),
          KeyRow.shown(row.file()),
          KeyRow.shown(row.created()));
    }
    table.print(context.terminal());
    return ExitCode.OK;
  }

  private static List<KeyRow> join(AccountKeys account, KeyRing ring, Environment environment) {
    var rows = new ArrayList<KeyRow>();
    account.keys().forEach(key -> rows.add(KeyRow.of(key, ring, environment)));
    for (PrivateKeyFile file : ring.keys()) {
      if (file.publicKey().flatMap(account::find).isEmpty()) {
        rows.add(KeyRow.of(file, environment));
      }
    }
    return rows;
  }
}
