package io.github.spheronssh.sandbox;

import io.github.spheronssh.api.Balance;
import java.time.Instant;
import java.util.List;

/** All that a sandbox keeps, as one JSON document. */
record SandboxState(
    String token, List<Balance.Team> teams, List<StoredKey> keys, List<InstanceState> instances) {

  /** A key of the account; keys belong to a team. */
  record StoredKey(String id, String teamId, String name, String publicKey, Instant createdAt) {}

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "sandbox with %d keys and %d instances".formatted(keys.size(), instances.size());
  }
}
