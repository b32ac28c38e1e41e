package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import io.github.spheronssh.sandbox.SandboxState.StoredKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one account of a sandbox: its token, teams, keys and instances.
 *
 * <p>An instance's authorized_keys holds the key that it was made with. The instances that a new
 * sandbox starts with are there before any key is, so the first key that is uploaded is taken for
 * the one they were made with; the stranger alone keeps somebody else's. As with the real service,
 * deleting a key from the account takes it off no instance.
 */
final class Account {
  private final SandboxSettings settings;
  private final Path folder;
  private final Runnable changed;
  private final String token;
  private final List<Balance.Team> teams;
  private final List<StoredKey> keys;
  private final Map<String, SandboxInstance> instances = new LinkedHashMap<>();

  /**
   * The account as it was left.
   *
   * @param folder where the instances' homes are made
   * @param changed told after every change, while the account is not locked
   */
  Account(SandboxState state, SandboxSettings settings, Path folder, Runnable changed)
      throws SpheronSshException, IOException {
    this.settings = settings;
    this.folder = folder;
    this.changed = changed;
    this.token = state.token();
    this.teams = List.copyOf(state.teams());
    this.keys = new ArrayList<>(state.keys());
    for (InstanceState each : state.instances()) {
      open(each);
    }
  }

  /** An account that nobody has used: two teams, no keys, the instances of a new sandbox. */
  static SandboxState fresh(SandboxSettings settings) throws SpheronSshException {
    var own =
        new Balance.Team(RandomText.id(), "personal", new BigDecimal("250.00"), true, "owner");
    var lab = new Balance.Team(RandomText.id(), "lab", new BigDecimal("1000.00"), false, "member");
    return new SandboxState(
        RandomText.token(), List.of(own, lab), List.of(), Fleet.make(own.teamId(), settings));
  }

  String token() {
    return token;
  }

  List<Balance.Team> teams() {
    return teams;
  }

  /** The team that calls mean which name none. */
  String currentTeam() {
    return teams.getFirst().teamId();
  }

  synchronized List<StoredKey> keys(String teamId) {
    return keys.stream().filter(key -> key.teamId().equals(teamId)).toList();
  }

  synchronized Optional<StoredKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** Stores a key; the first one ever becomes that of the instances which wait for one. */
  StoredKey addKey(String teamId, String name, PublicKeyLine line) throws IOException {
    var key = new StoredKey(RandomText.id(), teamId, name, line.toString(), Instant.now());
    synchronized (this) {
      keys.add(key);
      for (SandboxInstance each : instances.values()) {
        if (each.state().key() == null && each.state().teamId().equals(teamId)) {
          each.bind(new BoundKey(key.id(), name, key.publicKey()));
        }
      }
    }
    changed.run();
    return key;
  }

  boolean deleteKey(String id) {
    boolean deleted;
    synchronized (this) {
      deleted = keys.removeIf(key -> key.id().equals(id));
    }
    if (deleted) {
      changed.run();
    }
    return deleted;
  }

  synchronized Collection<SandboxInstance> instances() {
    return List.copyOf(instances.values());
  }

  synchronized Optional<SandboxInstance> instance(String id) {
    return Optional.ofNullable(instances.get(id));
  }

  SandboxInstance create(InstanceState order) throws SpheronSshException, IOException {
    SandboxInstance made = open(order);
    changed.run();
    return made;
  }

  void rename(SandboxInstance instance, String name) {
    instance.rename(name);
    changed.run();
  }

  void terminate(SandboxInstance instance) throws IOException {
    instance.terminate();
    changed.run();
  }

  synchronized SandboxState state() {
    return new SandboxState(
        token,
        teams,
        List.copyOf(keys),
        instances.values().stream().map(SandboxInstance::state).toList());
  }

  void close() throws IOException {
    for (SandboxInstance each : instances()) {
      each.close();
    }
  }

  private synchronized SandboxInstance open(InstanceState state)
      throws SpheronSshException, IOException {
    Path own = Files.createDirectory(folder.resolve(state.id()), OwnerFiles.FOLDER);
    var instance = new SandboxInstance(state, own, settings, changed);
    instance.open();
    instances.put(instance.id(), instance);
    return instance;
  }
}
