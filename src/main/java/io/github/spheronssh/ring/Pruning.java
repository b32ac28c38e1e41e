package io.github.spheronssh.ring;

import io.github.spheronssh.account.RegisteredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The account's keys that nothing uses.
 *
 * @param proposed those whose private half is here, so that it is known whose they are
 * @param foreign those that may be a colleague's: shown, and never proposed
 */
public record Pruning(List<RegisteredKey> proposed, List<RegisteredKey> foreign) {
  /** Copies the lists. */
  public Pruning {
    proposed = List.copyOf(proposed);
    foreign = List.copyOf(foreign);
  }

  /**
   * Works it out. Where nobody says which key a deployment opens with, it may be any, so that
   * nothing is proposed.
   *
   * @param age the least that a key has to be old
   */
  public static Pruning of(Ring ring, Duration age, Instant now) {
    var proposed = new ArrayList<RegisteredKey>();
    var foreign = new ArrayList<RegisteredKey>();
    if (ring.usage().unknown().isEmpty()) {
      for (RingKey key : ring.keys()) {
        if (key.users().isEmpty()) {
          key.registered().stream()
              .filter(entry -> isOld(entry, age, now))
              .forEach((key.isHere() ? proposed : foreign)::add);
        }
      }
    }
    return new Pruning(proposed, foreign);
  }

  private static boolean isOld(RegisteredKey entry, Duration age, Instant now) {
    return age.isZero() || entry.created().filter(at -> !at.plus(age).isAfter(now)).isPresent();
  }
}
