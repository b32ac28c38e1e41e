package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.terminal.Visible;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one key of the account. */
@Command(name = "show", description = "Show one key of the account.")
final class KeysShowCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "KEY", description = "Its id, name or SHA256 fingerprint.")
  String key = "";

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  KeysShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    KeyRow row;
    try (var _ = context.terminal().progress("asking Spheron for the key")) {
      KeyAccount account = KeyAccount.open(context, api, team);
      RegisteredKey chosen = account.keys().choose(key);
      row =
          account.ring().keys().stream()
              .filter(each -> each.registered().contains(chosen))
              .findFirst()
              .map(each -> KeyRow.of(each, context.environment()))
              .orElseThrow();
    }
    if (json.json) {
      context.terminal().out().print(Json.write(row));
      return ExitCode.OK;
    }
    line("name", row.name());
    line("id", row.id());
    line("type", row.type());
    line("fingerprint", row.fingerprint());
    line("file", row.file());
    line("created", row.created());
    line("due", row.due());
    line("in", KeyRow.shown(row.places()));
    line("passphrase", KeyRow.passphrase(row.encrypted()));
    line("used by", KeyRow.shown(row.usedBy()));
    line("remarks", KeyRow.shown(row.remarks()));
    line("public key", row.publicKey());
    return ExitCode.OK;
  }

  private void line(String label, @Nullable Object value) {
    String shown = Visible.line(KeyRow.shown(value));
    context.terminal().out().println("%-12s %s".formatted(label, shown));
  }
}
