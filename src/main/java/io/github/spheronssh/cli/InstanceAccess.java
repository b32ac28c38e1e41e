package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Directory;
import io.github.spheronssh.instance.HostNames;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.login.KeyLookup;
import io.github.spheronssh.login.KeyMapping;
import io.github.spheronssh.login.LocalKeys;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.readiness.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the commands that are about instances reach them: the service, where it may and can be asked,
 * and what earlier logins proved.
 */
record InstanceAccess(
    Context context, BaseUrl base, Ledger ledger, Deployments deployments, KeyLookup keys) {

  /**
   * What the options lead to. Credentials that can't be had are told by whoever needs the service.
   */
  static InstanceAccess open(Context context, ApiOptions options, TeamOption team, boolean noApi)
      throws SpheronSshException {
    return open(context, options, team, noApi, UnaryOperator.identity());
  }

  /** The same, where calls are made as the settings are changed to say. */
  static InstanceAccess open(
      Context context,
      ApiOptions options,
      TeamOption team,
      boolean noApi,
      UnaryOperator<ApiSettings> change)
      throws SpheronSshException {
    if (noApi) {
      var told =
          new SpheronSshException(
              "a name that no login proved has to be asked for, and --no-api forbids it",
              "give the address instead of the name, or leave --no-api out");
      return new InstanceAccess(context, base(context, options, true), told);
    }
    BaseUrl base = base(context, options, false);
    ApiKey key;
    try {
      key = options.credentials(context).key();
    } catch (SpheronSshException e) {
      return new InstanceAccess(context, base, e);
    }
    var service =
        new LateService(() -> options.open(context, key, change), team.team(context.environment()));
    return new InstanceAccess(context, base, ledger(context, base), service, service.keys());
  }

  private InstanceAccess(Context context, BaseUrl base, SpheronSshException silence)
      throws SpheronSshException {
    this(context, base, ledger(context, base), Deployments.unavailable(silence), KeyLookup.none());
  }

  /** The service's address, by which the ledger knows it too; the usual one will do offline. */
  private static BaseUrl base(Context context, ApiOptions options, boolean offline)
      throws SpheronSshException {
    try {
      return BaseUrl.find(context.environment(), Optional.ofNullable(options.apiBase));
    } catch (SpheronSshException e) {
      if (!offline) {
        throw e;
      }
      context.terminal().note("passed over, since Spheron is not asked: " + e.getMessage());
      return BaseUrl.parse(BaseUrl.DEFAULT, "the default");
    }
  }

  private static Ledger ledger(Context context, BaseUrl base) throws SpheronSshException {
    return Ledger.of(context.environment(), base.toString(), context.terminal()::note);
  }

  /** How long is waited for an instance, and how often the service is asked meanwhile. */
  Patience patience(Duration limit) {
    return base.isLoopback() ? Patience.withSandbox(limit) : Patience.withService(limit);
  }

  /** What targets mean. */
  Directory directory() {
    return directory(HostNames.ofTheSystem());
  }

  /** What targets mean, where these are the names of hosts. */
  Directory directory(HostNames hosts) {
    boolean completing = context.terminal().isInteractive();
    return new Directory(ledger.known(), deployments, hosts, completing);
  }

  /** What a target means; says so where it was only the start of a name. */
  Resolution resolve(TargetText target) throws SpheronSshException {
    return resolve(directory(), target);
  }

  /** What a target means to the directory; says so where it was only the start of a name. */
  Resolution resolve(Directory directory, TargetText target) throws SpheronSshException {
    try (var _ = context.terminal().progress("asking Spheron for " + target.name())) {
      return tell(directory, target);
    }
  }

  /** The same without a word of what is waited for. */
  Resolution tell(Directory directory, TargetText target) throws SpheronSshException {
    Resolution resolution = directory.resolve(target.name(), target.port());
    if (resolution instanceof OfInstance instance && instance.completed()) {
      context.terminal().note("'%s' is the start of %s".formatted(target.name(), instance.title()));
    }
    return resolution;
  }

  /** Which key files the user's settings name for which instances. */
  KeyMapping mapping() throws SpheronSshException {
    return Settings.read(context.environment()).mapping(context.environment());
  }

  /** Logins with the keys of this machine. */
  Logins logins() throws SpheronSshException {
    return logins(SshAgent.find(context.environment()));
  }

  /** Logins with the keys of this machine and of this agent. */
  Logins logins(Optional<SshAgent> agent) throws SpheronSshException {
    return new Logins(
        context.environment(),
        LocalKeys.read(context.environment(), agent, context.terminal()::note),
        keys,
        mapping());
  }
}
