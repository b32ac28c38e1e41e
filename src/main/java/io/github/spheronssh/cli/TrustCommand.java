package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.Pins;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accepts a host key that the user has checked some other way. */
@Command(
    name = "trust",
    description = {
      "Accept the host key of an instance or host, if it has the fingerprint that you give.",
      "Check the fingerprint some other way first, such as on the machine's own console."
    })
final class TrustCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "TARGET", description = "An instance's name or id, or a host[:PORT].")
  String target = "";

  @Option(
      names = "--fingerprint",
      required = true,
      paramLabel = "SHA256:…",
      description = "The fingerprint that the key must have.")
  String fingerprint = "";

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  TrustCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Fingerprint checked = Fingerprint.parse(fingerprint);
    var access = InstanceAccess.open(context, api, team, false);
    Arrival arrival = Arrival.of(context, access, target);
    LoginPlan plan = arrival.plan();
    Pins pins = Pins.of(plan);
    String file = context.environment().display(pins.file());
    String said =
        switch (pins.accept(plan, checked, arrival.request().settings())) {
          case Pins.Accepted.Already already ->
              "%s is pinned already for %s".formatted(already.key().fingerprint(), plan.title());
          case Pins.Accepted.Pinned pinned ->
              "pinned %s %s for %s in %s%s"
                  .formatted(
                      pinned.key().type(),
                      pinned.key().fingerprint(),
                      plan.title(),
                      file,
                      pinned.before().isEmpty()
                          ? ""
                          : ", in the place of " + pinned.before().getFirst().key().fingerprint());
        };
    context.terminal().note(said);
    return ExitCode.OK;
  }
}
