package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import io.github.spheronssh.sandbox.SandboxState.StoredKey;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.locks.ReentrantLock;

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
  private final StateFile store;
  private final String token;
  private final List<Balance.Team> teams;
  private final List<StoredKey> keys;
  private final Map<String, SandboxInstance> instances = new LinkedHashMap<>();
  private final ReentrantLock saving = new ReentrantLock();
  private volatile Created created = _ -> {};

  /**
   * The account as it was left, with its instances starting.
   *
   * @param folder where the instances' homes are made
   */
  Account(SandboxSettings settings, Path folder, StateFile store, SandboxState state)
      throws SpheronSshException, IOException {
    this.settings = settings;
    this.folder = Files.createDirectory(folder, OwnerFiles.FOLDER);
    this.store = store;
    this.token = state.token();
    this.teams = List.copyOf(state.teams());
    this.keys = new ArrayList<>(state.keys());
    try {
      for (InstanceState each : state.instances()) {
        open(each);
      }
    } catch (SpheronSshException | IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Is told of an instance that was created. */
  @FunctionalInterface
  interface Created {
    void accept(SandboxInstance instance) throws SpheronSshException;
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
        if (each.isUnbound(teamId)) {
          each.bind(new BoundKey(key.id(), name, key.publicKey()));
        }
      }
    }
    save();
    return key;
  }

  boolean deleteKey(String id) {
    boolean deleted;
    synchronized (this) {
      deleted = keys.removeIf(key -> key.id().equals(id));
    }
    if (deleted) {
      save();
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
    created.accept(made);
    save();
    return made;
  }

  void rename(SandboxInstance instance, String name) {
    instance.rename(name);
    save();
  }

  void terminate(SandboxInstance instance) throws IOException {
    instance.terminate();
    save();
  }

  /** From now on, tells of every instance that is created. */
  void whenCreated(Created listener) {
    created = listener;
  }

  /** Waits for all instances that are to run at once. */
  void awaitInstances() throws SpheronSshException {
    for (SandboxInstance each : instances()) {
      if (each.isDue()) {
        each.awaitRunning();
      }
    }
  }

  /** Writes the state where it is kept; never while the account is locked. */
  void save() {
    saving.lock();
    try {
      store.write(state());
    } catch (SpheronSshException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    } finally {
      saving.unlock();
    }
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
    var instance = new SandboxInstance(state, own, settings, this::save);
    instance.open();
    instances.put(instance.id(), instance);
    return instance;
  }
}
