package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.PortRelay;
import io.github.spheronssh.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins stdin and stdout to an instance's SSH port, wherever the instance is now. */
@Command(
    name = "proxy",
    description = {
      "Join stdin and stdout to the SSH port of an instance, wherever it is now: a ProxyCommand.",
      "It checks no host key: the ssh that uses it does."
    })
final class ProxyCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "TARGET", description = "An instance's name or id, or a host[:PORT].")
  String target = "";

  @Option(names = "--no-api", description = "Don't ask Spheron; names known from last time work.")
  boolean noApi;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  ProxyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Terminal terminal = context.terminal();
    TargetText text = TargetText.parse(target);
    var access = InstanceAccess.open(context, api, team, noApi);
    LoginPlan plan = access.logins().plan(access.resolve(text), wish(text));
    var log = new SshLog(terminal, context.environment());
    try (PortRelay relay = PortRelay.to(plan.place(), ConnectSettings.defaults(), log)) {
      relay.join(terminal.in(), terminal.rawOut());
    }
    return ExitCode.OK;
  }

  private static LoginWish wish(TargetText text) {
    LoginWish any = LoginWish.none(Policy.STRICT);
    return new LoginWish(any.user(), text.port(), any.keys(), any.trust());
  }
}
