package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.login.KeyMapping;
import io.github.spheronssh.rotation.RotationPlan.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account, its deployments, and what is known of them.
 *
 * @param team without one, the current team
 * @param mapping which files the user means for which instances
 * @param lockFolder where runs that register keys take turns
 */
public record RotationService(
    SpheronApi api,
    Optional<String> team,
    Deployments deployments,
    Ledger ledger,
    KeyMapping mapping,
    Path lockFolder) {
  /** What is left to do of a rotation, as the service and the ledger tell it now. */
  RotationPlan plan(Rotation rotation) throws SpheronSshException {
    PublicKeyLine outgoing = rotation.outgoing();
    List<RegisteredKey> account = AccountKeys.list(api, team).keys();
    List<KnownInstance> known = ledger.known();
    var items = new ArrayList<Item>();
    for (Instance instance : deployments.all()) {
      if (!instance.status().isGone()) {
        Optional<KnownInstance> proved =
            known.stream().filter(each -> each.id().equals(instance.id())).findFirst();
        Concern concern = Concern.of(instance, proved, outgoing, account);
        items.add(new Item(instance, refined(concern, instance, rotation)));
      }
    }
    List<RegisteredKey> registered = account.stream().filter(entry -> entry.is(outgoing)).toList();
    return new RotationPlan(rotation, outgoing, registered, items);
  }

  /** What the user's other teams have, as the service and the ledger tell it now. */
  OtherTeams otherTeams() throws SpheronSshException {
    return OtherTeams.ask(api, team, ledger);
  }

  /** What the journal and the user's settings add to it. */
  private Concern refined(Concern concern, Instance instance, Rotation rotation) {
    if (rotation.touched().contains(instance.id())) {
      return concern == Concern.NONE ? Concern.UNKNOWN : concern;
    }
    return mapping
        .find(instance.id(), instance.name())
        .map(file -> file.toAbsolutePath().toString().equals(rotation.place()))
        .map(isMeant -> isMeant ? orUnknown(concern) : unlessProved(concern))
        .orElse(concern);
  }

  /** The user means the key for it: it is tried, whatever the service says. */
  private static Concern orUnknown(Concern concern) {
    return concern == Concern.NONE ? Concern.UNKNOWN : concern;
  }

  /** The user means another key for it, so that it need not take the one it was made with. */
  private static Concern unlessProved(Concern concern) {
    return switch (concern) {
      case PROVED -> Concern.PROVED;
      case MADE_WITH -> Concern.UNKNOWN;
      case UNKNOWN, NONE -> Concern.NONE;
    };
  }
}
