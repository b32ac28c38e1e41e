package io.github.spheronssh.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What logins to an instance proved; it outranks what the service says.
 *
 * @param id the deployment's id
 * @param name what it was called then
 * @param team the team it belongs to, where that is known
 * @param user whom a login succeeded as
 * @param keys the keys that a login succeeded with, the latest first
 * @param addresses where it was reached, the latest first
 */
public record KnownInstance(
    String id,
    String name,
    Optional<String> team,
    Optional<String> user,
    List<ProvedKey> keys,
    List<Seen> addresses) {

  /** Copies the lists. */
  public KnownInstance {
    keys = List.copyOf(keys);
    addresses = List.copyOf(addresses);
  }

  /**
   * A key that a login succeeded with.
   *
   * @param blob the public key's blob in base64
   */
  public record ProvedKey(String blob, Instant at) {}

  /** An address that the instance answered on, with its port, and the last time it did. */
  public record Seen(String address, int port, Instant at) {}

  /** Where it was reached last. */
  public Optional<Seen> lastSeen() {
    return addresses.stream().findFirst();
  }

  /** When it was reached last. */
  public Instant lastLogin() {
    return lastSeen().map(Seen::at).orElse(Instant.EPOCH);
  }

  KnownInstance without(String keyBlob) {
    List<ProvedKey> others = keys.stream().filter(key -> !key.blob().equals(keyBlob)).toList();
    return new KnownInstance(id, name, team, user, others, addresses);
  }

  boolean wasLastSeenAt(String address) {
    return lastSeen().map(seen -> seen.address().equals(address)).orElse(false);
  }

  /** The name, and the id where that says more. */
  public String title() {
    return name.equals(id) ? id : name + " (" + id + ")";
  }
}
