package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.login.LoginPlan.Reason;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Identity.AgentHeld;
import io.github.spheronssh.ssh.Identity.InMemory;
import io.github.spheronssh.ssh.Identity.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The keys that this machine can log in with: in {@code ~/.ssh} and in the agent. */
public final class LocalKeys {
  private static final List<String> DEFAULTS =
      List.of("id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk");
  private static final int MAX_PUBLIC_FILE = 64 * 1024;

  private final Environment environment;
  private final KeyRing ring;
  private final List<AgentHeld> held;
  private final Optional<String> agentState;

  private LocalKeys(
      Environment environment, KeyRing ring, List<AgentHeld> held, Optional<String> agentState) {
    this.environment = environment;
    this.ring = ring;
    this.held = held;
    this.agentState = agentState;
  }

  /**
   * Looks what is there.
   *
   * @param notes is told of an agent that doesn't answer, and of a folder that can't be read
   */
  public static LocalKeys read(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    return read(environment, SshAgent.find(environment), notes);
  }

  /** The same with this agent, or none. */
  public static LocalKeys read(
      Environment environment, Optional<SshAgent> agent, Consumer<String> notes)
      throws SpheronSshException {
    KeyRing ring = ring(environment, notes);
    try {
      List<AgentHeld> held = agent.isEmpty() ? List.of() : held(agent.get());
      Optional<String> state =
          agent
              .filter(_ -> held.isEmpty())
              .map(silent -> "%s holds no keys, or is locked".formatted(silent.place()));
      return new LocalKeys(environment, ring, held, state);
    } catch (AgentException e) {
      notes.accept(e.getMessage());
      return new LocalKeys(environment, ring, List.of(), Optional.of(e.getMessage()));
    }
  }

  /** Why the agent is of no use, where it is none. */
  Optional<String> agentState() {
    return agentState;
  }

  /** The identity of a public key: a file that opens without a passphrase, the agent, a file. */
  public Optional<Identity> find(PublicKeyLine key) {
    Optional<PrivateKeyFile> file = ring.find(key).filter(f -> !needsAgent(f));
    if (file.isPresent() && !file.get().isEncrypted()) {
      return file.map(this::identity);
    }
    Optional<Identity> agent = held.stream().filter(k -> isOf(k, key)).findFirst().map(k -> k);
    return agent.or(() -> file.map(this::identity));
  }

  /**
   * The identity that the user names.
   *
   * @throws SpheronSshException where there is none
   */
  Identity given(GivenKey key) throws SpheronSshException {
    return switch (key) {
      case GivenKey.InFile(Path path) -> given(path);
      case GivenKey.Configured(Path path, _) -> given(path);
      case GivenKey.InVariable(String name) -> given(name);
    };
  }

  private Identity given(String variable) throws SpheronSshException {
    String text =
        environment
            .variable(variable)
            .orElseThrow(
                () ->
                    new SpheronSshException(
                        "the variable %s is not set, or empty".formatted(variable),
                        "set it to the text of a private key, or give a file with -i"));
    try {
      return new InMemory(SshKeyPair.parse(text), "env:" + variable);
    } catch (KeyFormatException e) {
      throw new SpheronSshException(
          "the variable %s: %s".formatted(variable, e.getMessage()), e.hint().orElse(null), e);
    }
  }

  /**
   * The identity in a file that the user names; for a public key, whoever holds its private half.
   *
   * @throws KeyFileException where there is none in it
   */
  private Identity given(Path path) throws SpheronSshException {
    Path beside = Path.of(path + ".pub");
    if (!Files.exists(path) && Files.exists(beside)) {
      return given(beside);
    }
    if (path.toString().endsWith(".pub")) {
      PublicKeyLine key = publicKey(path);
      return find(key)
          .orElseThrow(
              () ->
                  new SpheronSshException(
                      "neither the agent nor ~/.ssh has the private half of "
                          + environment.display(path),
                      "give the private key's file with -i"));
    }
    PrivateKeyFile file = PrivateKeyFile.read(path);
    if (needsAgent(file)) {
      return file.publicKey()
          .flatMap(this::inAgent)
          .orElseThrow(
              () ->
                  new SpheronSshException(
                      "the key in %s lies on a security key, which only an agent can use"
                          .formatted(environment.display(path)),
                      "ssh-add " + environment.display(path)));
    }
    return file.isEncrypted()
        ? file.publicKey().flatMap(this::inAgent).orElseGet(() -> identity(file))
        : identity(file);
  }

  /** What ssh itself would try: the agent's keys, then those in the files of the usual names. */
  List<Identity> usual() {
    return Stream.concat(held.stream(), usualFiles().stream()).toList();
  }

  /** The keys that the agent holds. */
  List<Identity> inAgent() {
    return List.copyOf(held);
  }

  /** The keys in the files of the usual names; an agent signs for those it holds. */
  List<Identity> usualFiles() {
    return ring.keys().stream()
        .filter(file -> DEFAULTS.contains(String.valueOf(file.path().getFileName())))
        .flatMap(file -> usual(file).stream())
        .toList();
  }

  private Optional<Identity> usual(PrivateKeyFile file) {
    Optional<Identity> agent = file.publicKey().flatMap(this::inAgent);
    if (needsAgent(file)) {
      return agent;
    }
    return file.isEncrypted() && agent.isPresent() ? agent : Optional.of(identity(file));
  }

  /** Whoever signs with this key: a file, or the agent. */
  Optional<Identity> holder(PublicKeyLine key) {
    return find(key);
  }

  /** The certificates that the user names. */
  Certificates certificates(List<Path> files, Consumer<Reason> reasons) {
    return Certificates.read(files, environment, reasons);
  }

  /** The certificates of a key: in files, then in the agent. */
  List<Identity> certified(Identity identity, Certificates certificates) {
    Stream<Identity> agent =
        held.stream()
            .filter(each -> each.certificate().isPresent())
            .filter(each -> identity.publicKey().filter(k -> isFor(each, k)).isPresent())
            .map(each -> each);
    return Stream.concat(certificates.of(identity, environment).stream(), agent).toList();
  }

  private static boolean isFor(AgentHeld certified, PublicKeyLine key) {
    return certified.publicKey().filter(key::sameKeyAs).isPresent();
  }

  private static boolean needsAgent(PrivateKeyFile file) {
    return file.publicKey().filter(key -> key.type().startsWith("sk-")).isPresent();
  }

  private Optional<Identity> inAgent(PublicKeyLine key) {
    return held.stream().filter(k -> isOf(k, key)).findFirst().map(k -> k);
  }

  private Identity identity(PrivateKeyFile file) {
    return new KeyFile(file, environment.display(file.path()));
  }

  private static boolean isOf(AgentHeld held, PublicKeyLine key) {
    return held.certificate().isEmpty() && held.publicKey().filter(key::sameKeyAs).isPresent();
  }

  private static PublicKeyLine publicKey(Path path) throws SpheronSshException {
    byte[] content =
        SharedFile.at(path)
            .read(MAX_PUBLIC_FILE)
            .orElseThrow(() -> new FileException("there is no file " + path, null));
    return PublicKeyLine.parse(new String(content, StandardCharsets.UTF_8));
  }

  private static KeyRing ring(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    try {
      return KeyRing.read(environment.sshFolder());
    } catch (KeyFileException e) {
      notes.accept(e.getMessage());
      return new KeyRing(List.of(), List.of());
    }
  }

  private static List<AgentHeld> held(SshAgent agent) throws AgentException {
    return agent.identities().stream().map(key -> new AgentHeld(agent, key)).toList();
  }
}
