package io.github.spheronssh.rotation;

import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.List;

/**
 * What a rotation is going to do, worked out before anything is done.
 *
 * @param rotation what the journal will have, or has
 * @param outgoing the key that is to be good no more
 * @param registered the account's entries of it, which are deleted in the end
 * @param items the deployments that have not ended
 */
public record RotationPlan(
    Rotation rotation, PublicKeyLine outgoing, List<RegisteredKey> registered, List<Item> items) {
  /** Copies the lists. */
  public RotationPlan {
    registered = List.copyOf(registered);
    items = List.copyOf(items);
  }

  /** A deployment, and what it has to do with the outgoing key. */
  public record Item(Instance instance, Concern concern) {}

  RotationPlan with(Rotation other) {
    return new RotationPlan(other, outgoing, registered, items);
  }

  /** Those that the key may open, and that are not done yet. */
  public List<Item> concerned() {
    return items.stream()
        .filter(item -> item.concern() != Concern.NONE)
        .filter(item -> !rotation.done().contains(item.instance().id()))
        .toList();
  }
}
