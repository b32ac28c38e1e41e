package io.github.spheronssh.rotation;

import io.github.spheronssh.key.PublicKeyLine;
import java.util.List;

/**
 * What a run of a rotation came to.
 *
 * @param incoming the key that is good now
 * @param outcomes what came of each instance that was dealt with
 * @param remarks what the user should know beside
 */
public record RotationReport(
    Rotation rotation, PublicKeyLine incoming, List<Outcome> outcomes, List<String> remarks) {
  /** Copies the lists. */
  public RotationReport {
    outcomes = List.copyOf(outcomes);
    remarks = List.copyOf(remarks);
  }

  /** The instances that keep the outgoing key. */
  public List<Outcome.HeldBack> heldBack() {
    return outcomes.stream()
        .filter(Outcome.HeldBack.class::isInstance)
        .map(Outcome.HeldBack.class::cast)
        .toList();
  }
}
