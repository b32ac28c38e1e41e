package io.github.spheronssh.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox knows and keeps of an instance.
 *
 * @param user who is let in
 * @param hostKey the host key's private file in OpenSSH's format
 * @param authorizedKeys the text of its authorized_keys
 * @param key the key it was made with; null until the account has one
 * @param readyAt when it runs, or ran
 * @param endedAt when it was terminated, if it was
 */
record InstanceState(
    String id,
    String name,
    InstanceKind kind,
    String teamId,
    String user,
    Hardware hardware,
    String hostKey,
    String authorizedKeys,
    @Nullable BoundKey key,
    Instant createdAt,
    Instant readyAt,
    @Nullable Instant endedAt) {

  /** What was ordered. */
  record Hardware(
      String provider,
      String gpuType,
      int gpuCount,
      String region,
      String instanceType,
      String hourlyRate) {}

  /**
   * The key that an instance was made with, as the service remembers it.
   *
   * @param id null where the key was given as text
   */
  record BoundKey(@Nullable String id, String name, String publicKey) {}

  /** Whether nothing is missing, as it may be in a file that somebody else wrote. */
  boolean isWhole() {
    return SandboxState.present(
        id, name, kind, teamId, user, hardware, hostKey, authorizedKeys, createdAt, readyAt);
  }

  InstanceState withName(String name) {
    return new InstanceState(
        id,
        name,
        kind,
        teamId,
        user,
        hardware,
        hostKey,
        authorizedKeys,
        key,
        createdAt,
        readyAt,
        endedAt);
  }

  InstanceState withHostKey(String hostKey) {
    return new InstanceState(
        id,
        name,
        kind,
        teamId,
        user,
        hardware,
        hostKey,
        authorizedKeys,
        key,
        createdAt,
        readyAt,
        endedAt);
  }

  InstanceState withAuthorizedKeys(String authorizedKeys) {
    return new InstanceState(
        id,
        name,
        kind,
        teamId,
        user,
        hardware,
        hostKey,
        authorizedKeys,
        key,
        createdAt,
        readyAt,
        endedAt);
  }

  InstanceState withKey(BoundKey key) {
    return new InstanceState(
        id,
        name,
        kind,
        teamId,
        user,
        hardware,
        hostKey,
        key.publicKey() + "\n",
        key,
        createdAt,
        readyAt,
        endedAt);
  }

  InstanceState ended(Instant now) {
    return new InstanceState(
        id,
        name,
        kind,
        teamId,
        user,
        hardware,
        hostKey,
        authorizedKeys,
        key,
        createdAt,
        readyAt,
        now);
  }

  /** Leaves the private host key out. */
  @Override
  public String toString() {
    return name + " (" + id + ")";
  }
}
