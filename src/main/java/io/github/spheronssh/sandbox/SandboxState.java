package io.github.spheronssh.sandbox;

import io.github.spheronssh.api.Balance;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a sandbox keeps, as one JSON document. */
record SandboxState(
    String token, List<Balance.Team> teams, List<StoredKey> keys, List<InstanceState> instances) {

  /** A key of the account; keys belong to a team. */
  record StoredKey(String id, String teamId, String name, String publicKey, Instant createdAt) {
    private boolean isWhole() {
      return present(id, teamId, name, publicKey, createdAt);
    }
  }

  /** Whether nothing is missing, as it may be in a file that somebody else wrote. */
  boolean isWhole() {
    return present(token, teams, keys, instances)
        && !teams.isEmpty()
        && teams.stream().allMatch(each -> present(each, each.teamId()))
        && keys.stream().allMatch(each -> present(each) && each.isWhole())
        && instances.stream().allMatch(each -> present(each) && each.isWhole());
  }

  /** Whether none is null: JSON can leave out what a record's type promises. */
  static boolean present(@Nullable Object... values) {
    return Stream.of(values).allMatch(Objects::nonNull);
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "sandbox with %d keys and %d instances".formatted(keys.size(), instances.size());
  }
}
