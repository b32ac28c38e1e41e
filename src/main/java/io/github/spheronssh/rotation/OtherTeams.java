package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The deployments of the user's other teams that have not ended. The keys of this machine may open
 * them as well, and what nobody says of them counts as such a use.
 */
public final class OtherTeams {
  private final List<Holding> holdings;

  private OtherTeams(List<Holding> holdings) {
    this.holdings = List.copyOf(holdings);
  }

  /** A deployment, whose it is, and what that team and earlier logins say of its key. */
  private record Holding(
      Instance instance, String team, Optional<KnownInstance> known, List<RegisteredKey> teamKeys) {
    boolean mayNeed(PublicKeyLine key) {
      return Concern.of(instance, known, key, teamKeys) != Concern.NONE;
    }

    String words() {
      return "%s of the team %s".formatted(instance.name(), team);
    }
  }

  /**
   * Asks the service.
   *
   * @param team the one that is not another; without one, the current team
   * @throws SpheronSshException if one of them can't be asked, so that nothing is known
   */
  public static OtherTeams ask(SpheronApi api, Optional<String> team, Ledger ledger)
      throws SpheronSshException {
    List<KnownInstance> known = ledger.known();
    var holdings = new ArrayList<Holding>();
    for (Balance.Team other : others(api.balance(), team)) {
      Optional<String> id = Optional.of(other.teamId());
      String name = Optional.ofNullable(other.teamName()).orElse(other.teamId());
      List<RegisteredKey> keys = AccountKeys.list(api, id).keys();
      for (Instance instance : Deployments.of(api, id).all()) {
        if (!instance.status().isGone()) {
          Optional<KnownInstance> proved =
              known.stream().filter(each -> each.id().equals(instance.id())).findFirst();
          holdings.add(new Holding(instance, name, proved, keys));
        }
      }
    }
    return new OtherTeams(holdings);
  }

  private static List<Balance.Team> others(Balance balance, Optional<String> team)
      throws SpheronSshException {
    List<Balance.Team> all = Optional.ofNullable(balance.teams()).orElse(List.of());
    if (all.isEmpty()) {
      throw new SpheronSshException("the service names no teams", "run it again later");
    }
    return all.stream()
        .filter(
            each ->
                team.isPresent()
                    ? !team.get().equals(each.teamId())
                    : !Boolean.TRUE.equals(each.isCurrentTeam()))
        .toList();
  }

  /** What opens with a key there, or may, in words; empty where nothing does. */
  public List<String> needing(PublicKeyLine key) {
    return holdings.stream().filter(holding -> holding.mayNeed(key)).map(Holding::words).toList();
  }
}
