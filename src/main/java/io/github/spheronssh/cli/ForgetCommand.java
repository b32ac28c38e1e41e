package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.Pins;
import io.github.spheronssh.ssh.HostTrust;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Drops the pinned host key of an instance or host. */
@Command(
    name = "forget",
    description = {
      "Drop the pinned host key of an instance or host, and what logins to it proved.",
      "The next connect asks again. Where a key has changed, 'trust' is the safer way."
    })
final class ForgetCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "TARGET", description = "An instance's name or id, or a host[:PORT].")
  String target = "";

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  ForgetCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Environment environment = context.environment();
    var access = InstanceAccess.open(context, api, team, false);
    Arrival arrival = Arrival.of(context, access, target);
    Resolution resolution = arrival.meaning();
    Pins pins =
        switch (resolution) {
          case OfInstance instance ->
              new Pins(Logins.pins(environment), Logins.alias(instance.id()));
          case PlainHost host -> {
            ConnectRequest request = arrival.request();
            HostTrust trust = request.wish().trust().inPlainHost(environment);
            yield Pins.of(trust, host.host(), request.port());
          }
        };
    int dropped = pins.drop();
    boolean known = resolution instanceof OfInstance instance && instance.known().isPresent();
    if (dropped == 0 && !known) {
      throw new TargetException(
          "no host key is pinned for %s in %s".formatted(target, environment.display(pins.file())),
          null);
    }
    if (resolution instanceof OfInstance instance) {
      access.ledger().forget(instance.id());
    }
    context
        .terminal()
        .note(
            "forgot %d host key%s of %s (%s)"
                .formatted(
                    dropped, dropped == 1 ? "" : "s", target, environment.display(pins.file())));
    return ExitCode.OK;
  }
}
