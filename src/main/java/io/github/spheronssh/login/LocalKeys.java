package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Identity.AgentHeld;
import io.github.spheronssh.ssh.Identity.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The keys that this machine can log in with: in {@code ~/.ssh} and in the agent. */
public final class LocalKeys {
  private static final List<String> DEFAULTS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
  private static final int MAX_PUBLIC_FILE = 64 * 1024;

  private final Environment environment;
  private final KeyRing ring;
  private final List<AgentHeld> held;

  private LocalKeys(Environment environment, KeyRing ring, List<AgentHeld> held) {
    this.environment = environment;
    this.ring = ring;
    this.held = held;
  }

  /**
   * Looks what is there.
   *
   * @param notes is told of an agent that doesn't answer, and of a folder that can't be read
   */
  public static LocalKeys read(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    return new LocalKeys(environment, ring(environment, notes), held(environment, notes));
  }

  /** The identity of a public key: a file that opens without a passphrase, the agent, a file. */
  public Optional<Identity> find(PublicKeyLine key) {
    Optional<PrivateKeyFile> file = ring.find(key);
    if (file.isPresent() && !file.get().isEncrypted()) {
      return file.map(this::identity);
    }
    Optional<Identity> agent = held.stream().filter(k -> isOf(k, key)).findFirst().map(k -> k);
    return agent.or(() -> file.map(this::identity));
  }

  /**
   * The identity in a file that the user names; for a public key, whoever holds its private half.
   *
   * @throws KeyFileException where there is none in it
   */
  Identity given(Path path) throws SpheronSshException {
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
    return file.isEncrypted()
        ? file.publicKey().flatMap(this::inAgent).orElseGet(() -> identity(file))
        : identity(file);
  }

  /** What ssh itself would try: the agent's keys, then those in the files of the usual names. */
  List<Identity> usual() {
    Stream<PrivateKeyFile> files =
        ring.keys().stream()
            .filter(file -> DEFAULTS.contains(String.valueOf(file.path().getFileName())));
    return Stream.concat(held.stream(), files.map(this::identity)).toList();
  }

  private Optional<Identity> inAgent(PublicKeyLine key) {
    return held.stream().filter(k -> isOf(k, key)).findFirst().map(k -> k);
  }

  private Identity identity(PrivateKeyFile file) {
    return new KeyFile(file, environment.display(file.path()));
  }

  private static boolean isOf(AgentHeld held, PublicKeyLine key) {
    return held.publicKey().filter(key::sameKeyAs).isPresent();
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

  private static List<AgentHeld> held(Environment environment, Consumer<String> notes) {
    Optional<SshAgent> agent = SshAgent.find(environment);
    try {
      return agent.isEmpty()
          ? List.of()
          : agent.get().identities().stream().map(k -> new AgentHeld(agent.get(), k)).toList();
    } catch (AgentException e) {
      notes.accept(e.getMessage());
      return List.of();
    }
  }
}
