package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.login.Logins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the instances, and which key of this machine opens each. */
@Command(
    name = "instances",
    description = "List the instances that run, deploy or are stopped, and which key opens each.")
final class InstancesCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = {"-a", "--all"},
      description = "Those that have ended, too.")
  boolean all;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  InstancesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    List<InstanceRow> rows;
    try (var _ = context.terminal().progress("asking Spheron for the instances")) {
      rows = rows(InstanceAccess.open(context, api, team, false));
    }
    if (json.json) {
      context.terminal().out().print(Json.write(rows));
      return ExitCode.OK;
    }
    var table =
        new Table("NAME", "ID", "STATUS", "GPU", "REGION", "ADDRESS", "USER", "KEY", "$/H")
            .sparing("ID", "REGION", "$/H");
    for (InstanceRow row : rows) {
      table.row(
          row.name(),
          row.id(),
          row.status(),
          KeyRow.shown(row.gpu()),
          KeyRow.shown(row.region()),
          row.place(),
          KeyRow.shown(row.user()),
          row.keyWords(),
          row.price());
    }
    table.print(context.terminal());
    return ExitCode.OK;
  }

  private List<InstanceRow> rows(InstanceAccess access) throws SpheronSshException {
    List<Instance> instances = all ? access.deployments().all() : access.deployments().active();
    List<KnownInstance> known = access.ledger().known();
    Logins logins = access.logins();
    var rows = new ArrayList<InstanceRow>();
    for (Instance instance : instances) {
      Optional<KnownInstance> proved =
          known.stream().filter(k -> k.id().equals(instance.id())).findFirst();
      rows.add(InstanceRow.of(instance, proved, logins.opener(Optional.of(instance), proved)));
    }
    return rows;
  }
}
