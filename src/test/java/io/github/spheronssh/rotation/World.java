package io.github.spheronssh.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.authorizedkeys.MemoryFiles;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.key.AuthorizedKeysLine;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.login.KeyMapping;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.RemoteFiles;
import io.github.spheronssh.testing.AccountService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An account, instances with their files, and this machine's home, which a rotation changes. */
final class World implements AutoCloseable {
  private final AccountService account = new AccountService();
  private final Map<String, MemoryFiles> machines = new TreeMap<>();
  private final Map<String, String> statuses = new TreeMap<>();
  private final Path home;
  private final Environment environment;
  final Path place;
  final PublicKeyLine old;

  /** Ends a run at once, as a kill does: nothing catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  World(Path home, int instances) throws Exception {
    this.home = home;
    var properties = new Properties();
    properties.setProperty("user.name", "zoe");
    environment = Environment.of(Map.of("HOME", home.toString()), properties);
    place = home.resolve(".ssh").resolve("id_ed25519");
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "zoe@laptop");
    KeyPairFile.write(place, pair, Optional.empty(), 1);
    old = pair.publicKey();
    account
        .keys()
        .add(new AccountKey("old", "laptop", old.toString(), "0", "2026-01-01T00:00:00Z"));
    for (int i = 1; i <= instances; i++) {
      var files = new MemoryFiles();
      files.authorizedKeys("# of instance %d\n%s\n".formatted(i, old));
      machines.put("dep-" + i, files);
      statuses.put("dep-" + i, "running");
    }
    tell();
  }

  /** From here on the service says this of an instance. */
  void says(String id, String status) {
    statuses.put(id, status);
    tell();
  }

  private void tell() {
    account.deployments(
        statuses.entrySet().stream()
            .map(
                each ->
                    """
                    {"id":"%s","name":"%s","status":"%s","ipAddress":"127.0.0.1","sshKeyId":"old"}
                    """
                        .formatted(each.getKey(), each.getKey(), each.getValue()))
            .collect(Collectors.joining(",", "[", "]")));
  }

  /** From here on operations on instances' files, and logins, fail as this says. */
  void failing(MemoryFiles.Faults faults) {
    this.faults = faults;
    machines.values().forEach(files -> files.failing(faults));
  }

  private MemoryFiles.Faults faults = _ -> {};

  MemoryFiles machine(String id) {
    return Objects.requireNonNull(machines.get(id), id);
  }

  /** The account, for what the user's other teams have. */
  AccountService account() {
    return account;
  }

  List<AccountKey> accountKeys() {
    return account.keys();
  }

  Ledger ledger() throws SpheronSshException {
    return Ledger.of(environment, account.url(), _ -> {});
  }

  Journal journal() throws SpheronSshException {
    return Journal.of(environment);
  }

  Rotator rotator(RotationListener listener) throws SpheronSshException {
    var settings =
        ApiSettings.of(
            BaseUrl.parse(account.url(), "the test"),
            ApiKey.of(AccountService.KEY.toCharArray(), "the test"),
            "0");
    var api = SpheronApi.open(settings, ApiWatcher.NONE);
    var service =
        new RotationService(
            api,
            Optional.empty(),
            Deployments.of(api, Optional.empty()),
            ledger(),
            KeyMapping.NONE,
            home.resolve("locks"));
    return new Rotator(journal(), service, this::enter, Optional.empty(), listener, 1);
  }

  /** Runs what there is to run, as the command does. */
  RotationReport rotate(RotationListener listener) throws SpheronSshException {
    return rotate(listener, Set.of());
  }

  /** The same where these instances are given up. */
  RotationReport rotate(RotationListener listener, Set<String> given) throws SpheronSshException {
    return rotate(listener, given, false);
  }

  /** The same where the old pair is to be deleted once nothing needs it. */
  RotationReport purge() throws SpheronSshException {
    return rotate(_ -> {}, Set.of(), true);
  }

  private RotationReport rotate(RotationListener listener, Set<String> given, boolean purge)
      throws SpheronSshException {
    Rotator rotator = rotator(listener);
    Optional<Rotation> begun = journal().unfinished(place);
    RotationPlan plan =
        begun.isPresent() ? rotator.plan(begun.get()) : rotator.plan(PrivateKeyFile.read(place));
    return rotator.run(plan, new Unlocked(), purge, given);
  }

  RotationReport undo(RotationListener listener) throws SpheronSshException {
    Rotator rotator = rotator(listener);
    RotationPlan back = rotator.planBack(journal().latest(place).orElseThrow());
    return rotator.run(back, new Unlocked(), false, Set.of());
  }

  /** Keys without passphrases. */
  private static final class Unlocked implements KeyAccess {
    @Override
    public SshKeyPair open(PrivateKeyFile file) throws SpheronSshException {
      return file.unlock();
    }

    @Override
    public Optional<char[]> passphrase() {
      return Optional.empty();
    }
  }

  private Doors.Visit enter(Instance instance, SshKeyPair key) throws SpheronSshException {
    faults.before("login " + instance.id());
    MemoryFiles files = machine(instance.id());
    if (!lets(files, key.publicKey())) {
      throw new LoginException("refused", null, List.of(), List.of("publickey"));
    }
    ledger()
        .record(
            new Ledger.Proof(
                instance.id(),
                instance.name(),
                Optional.empty(),
                "ubuntu",
                Optional.of(Base64.getEncoder().encodeToString(key.publicKey().blob())),
                "127.0.0.1",
                22));
    return new Doors.Visit() {
      @Override
      public RemoteFiles files() {
        return files;
      }

      @Override
      public void close() {}
    };
  }

  static boolean lets(MemoryFiles files, PublicKeyLine key) {
    return files
        .authorizedKeys()
        .lines()
        .flatMap(line -> AuthorizedKeysLine.parse(line).stream())
        .anyMatch(line -> line.key().sameKeyAs(key));
  }

  /** The keys that any pair on this machine is of. */
  private List<PublicKeyLine> held() throws SpheronSshException {
    var keys = new ArrayList<PublicKeyLine>();
    try (var files = Files.newDirectoryStream(place.getParent())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith("id_") && !name.endsWith(".pub")) {
          keys.add(PrivateKeyFile.read(file).publicKey().orElseThrow());
        }
      }
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return keys;
  }

  /** What has to be so at every instant: one key that is held here opens each lock. */
  void check(String when) throws SpheronSshException {
    List<PublicKeyLine> held = held();
    assertTrue(Files.exists(place), "a key in its place " + when);
    machines.forEach(
        (id, files) ->
            assertTrue(
                held.stream().anyMatch(key -> lets(files, key)), id + " can be entered " + when));
    assertTrue(
        account.keys().stream()
            .map(AccountKey::publicKey)
            .anyMatch(text -> held.stream().anyMatch(key -> key.toString().equals(text))),
        "the account has a key " + when);
  }

  /** What has to be so in the end: this key, and no other, is good everywhere. */
  void checkAllHave(PublicKeyLine key, String what) throws SpheronSshException {
    assertTrue(PrivateKeyFile.read(place).publicKey().orElseThrow().sameKeyAs(key), what);
    machines.forEach(
        (id, files) ->
            assertEquals(
                "# of instance %s\n%s\n".formatted(id.substring(4), key),
                files.authorizedKeys(),
                what));
    assertEquals(
        List.of(key.toString()), account.keys().stream().map(AccountKey::publicKey).toList(), what);
    assertTrue(journal().latest(place).orElseThrow().hasEnded(), what);
  }

  @Override
  public void close() {
    account.close();
  }
}
