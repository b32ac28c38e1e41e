package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.ring.Ring;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the account's keys beside those of this machine. */
@Command(
    name = "list",
    description = {
      "List every key, each once: the account's, this machine's and the agent's.",
      "CREATED is when the account got it, else when it was made here, else its file's time."
    })
final class KeysListCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--due", description = "Those alone that are 90 days old or older.")
  boolean due;

  @Option(names = "--unused", description = "Those alone that no instance opens with.")
  boolean unused;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  KeysListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Ring ring;
    try (var _ = context.terminal().progress("asking Spheron for keys and instances")) {
      ring = KeyAccount.open(context, api, team).ring();
    }
    tellUnknown(ring.usage().unknown());
    Instant now = Instant.now();
    List<KeyRow> rows =
        ring.keys().stream()
            .filter(key -> !due || key.isDue(now))
            .filter(key -> !unused || key.users().isEmpty())
            .map(key -> KeyRow.of(key, context.environment()))
            .toList();
    if (json.json) {
      context.terminal().out().print(Json.write(rows));
    } else {
      print(rows);
    }
    return ExitCode.OK;
  }

  private void tellUnknown(List<Instance> unknown) {
    if (unused && !unknown.isEmpty()) {
      context
          .terminal()
          .note(
              "a key that looks unused may be in use: nobody says which one opens "
                  + unknown.stream().map(Instance::name).collect(Collectors.joining(", ")));
    }
  }

  private void print(List<KeyRow> rows) {
    var table =
        new Table(
                "NAME",
                "ID",
                "TYPE",
                "FINGERPRINT",
                "FILE",
                "CREATED",
                "DUE",
                "USED BY",
                "IN",
                "PASSPHRASE",
                "REMARKS")
            .sparing("PASSPHRASE", "CREATED", "TYPE", "IN", "ID", "REMARKS", "DUE");
    for (KeyRow row : rows) {
      table.row(
          KeyRow.shown(row.name()),
          KeyRow.shown(row.id()),
          KeyRow.shown(row.type()),
          KeyRow.shown(row.fingerprint()),
          KeyRow.shown(row.file()),
          KeyRow.shown(row.created()),
          KeyRow.day(row.due()),
          KeyRow.shown(row.usedBy()),
          KeyRow.shown(row.places()),
          KeyRow.passphrase(row.encrypted()),
          KeyRow.shown(row.remarks()));
    }
    table.print(context.terminal());
  }
}
