package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.ring.Ring;
import io.github.spheronssh.ring.Usage;
import java.util.Optional;

/** The account's keys and instances, beside what this machine has. */
record KeyAccount(
    Context context,
    SpheronApi api,
    Optional<String> team,
    AccountKeys keys,
    InstanceAccess access) {
  /** Asks the service for the keys. */
  static KeyAccount open(Context context, ApiOptions options, TeamOption teamOption)
      throws SpheronSshException {
    SpheronApi api = options.open(context);
    Optional<String> team = teamOption.team(context.environment());
    InstanceAccess access = InstanceAccess.open(context, options, teamOption, false);
    return new KeyAccount(context, api, team, AccountKeys.list(api, team), access);
  }

  /** Every key there is, and which deployments open with it. */
  Ring ring() throws SpheronSshException {
    Usage usage = Usage.of(access.deployments().all(), access.ledger().known(), keys.keys());
    return Ring.read(
        context.environment(),
        SshAgent.find(context.environment()),
        keys.keys(),
        usage,
        context.terminal()::note);
  }
}
