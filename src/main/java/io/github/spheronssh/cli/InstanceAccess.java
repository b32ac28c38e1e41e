package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Directory;
import io.github.spheronssh.instance.HostNames;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.KeyLookup;
import io.github.spheronssh.login.LocalKeys;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.terminal.Terminal;
import java.util.Optional;

/**
 * How the commands that are about instances reach them: the service, where it may and can be asked,
 * and what earlier logins proved.
 */
record InstanceAccess(
    Context context, BaseUrl base, Ledger ledger, Deployments deployments, KeyLookup keys) {

  static InstanceAccess open(Context context, ApiOptions options, TeamOption team, boolean noApi)
      throws SpheronSshException {
    Terminal terminal = context.terminal();
    BaseUrl base = BaseUrl.find(context.environment(), Optional.ofNullable(options.apiBase));
    Ledger ledger = Ledger.of(context.environment(), base.toString(), terminal::note);
    if (noApi) {
      var told =
          new TargetException(
              "a name that no login proved has to be asked for, and --no-api forbids it",
              "give the address instead of the name, or leave --no-api out");
      return new InstanceAccess(
          context, base, ledger, Deployments.unavailable(told), KeyLookup.none());
    }
    try {
      SpheronApi api = options.open(context);
      return new InstanceAccess(
          context,
          base,
          ledger,
          Deployments.of(api, team.team(context.environment())),
          KeyLookup.of(api));
    } catch (CredentialsException e) {
      return new InstanceAccess(
          context, base, ledger, Deployments.unavailable(e), KeyLookup.none());
    }
  }

  /** What a target means; says so where it was only the start of a name. */
  Resolution resolve(TargetText target) throws SpheronSshException {
    Terminal terminal = context.terminal();
    var directory =
        new Directory(
            ledger.known(), deployments, HostNames.ofTheSystem(), terminal.isInteractive());
    try (var _ = terminal.progress("asking Spheron for " + target.name())) {
      Resolution resolution = directory.resolve(target.name(), target.port());
      if (resolution instanceof OfInstance instance && instance.completed()) {
        terminal.note("'%s' is the start of %s".formatted(target.name(), instance.title()));
      }
      return resolution;
    }
  }

  /** Logins with the keys of this machine. */
  Logins logins() throws SpheronSshException {
    return new Logins(
        context.environment(),
        LocalKeys.read(context.environment(), context.terminal()::note),
        keys);
  }
}
