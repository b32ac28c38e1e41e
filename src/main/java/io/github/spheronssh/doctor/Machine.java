package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.AgentKey;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.config.ConfigSurvey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is found on this machine. */
final class Machine {
  /** What no folder of keys needs more of. */
  private static final int MOST_FILES = 4096;

  /** Where a key is that is in no file. */
  static final String AGENT = "agent";

  private final Environment environment;
  private final boolean namesKeys;
  private final Fact<KeyRing> keyRing;
  private final Fact<List<PrivateKeyFile>> keyFiles;
  private final Fact<List<AgentKey>> agentKeys;
  private final Fact<List<Path>> sshFiles;
  private final Fact<ConfigSurvey> config;

  /**
   * The machine.
   *
   * @param identities the key files that the user names, wherever they lie
   */
  Machine(Environment environment, List<Path> identities) {
    this.environment = environment;
    this.namesKeys = !identities.isEmpty();
    this.keyRing = new Fact<>(() -> KeyRing.read(environment.sshFolder()));
    this.keyFiles = new Fact<>(() -> readAll(identities));
    this.agentKeys =
        new Fact<>(
            () -> {
              Optional<SshAgent> agent = agent();
              return agent.isPresent() ? agent.get().identities() : List.of();
            });
    this.sshFiles = new Fact<>(() -> list(environment.sshFolder()));
    this.config = new Fact<>(() -> ConfigSurvey.of(environment));
  }

  /** A key that this machine can log in with. */
  record Held(PublicKeyLine key, String origin) {
    @Override
    public String toString() {
      return key.fingerprint() + " (" + origin + ")";
    }
  }

  Environment environment() {
    return environment;
  }

  /** Whether the user names key files, beside those in {@code ~/.ssh}. */
  boolean namesKeys() {
    return namesKeys;
  }

  KeyRing keyRing() throws SpheronSshException {
    return keyRing.get();
  }

  /** The private keys that the user names and those in {@code ~/.ssh}. */
  List<PrivateKeyFile> keyFiles() throws SpheronSshException {
    return keyFiles.get();
  }

  /** What lies in {@code ~/.ssh}, by name. */
  List<Path> sshFiles() throws SpheronSshException {
    return sshFiles.get();
  }

  /** What {@code ~/.ssh/config} and the files that it includes say. */
  ConfigSurvey config() throws SpheronSshException {
    return config.get();
  }

  /** What lies in a folder, by name; nothing where there is none. */
  static List<Path> list(Path folder) throws SpheronSshException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (files.size() < MOST_FILES) {
          files.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new SpheronSshException("cannot list " + folder, "ls -ld '%s'".formatted(folder), e);
    }
    Collections.sort(files);
    return files;
  }

  Optional<SshAgent> agent() {
    return SshAgent.find(environment);
  }

  /** The agent's keys; none where there is no agent. */
  List<AgentKey> agentKeys() throws SpheronSshException {
    return agentKeys.get();
  }

  /** Whether the agent, where there is one, can be asked. */
  boolean agentAnswers() throws SpheronSshException {
    try {
      agentKeys();
      return true;
    } catch (AgentException e) {
      return false; // the agent's own check says so
    }
  }

  /** Every key at hand whose public half shows, in the order in which logins try them. */
  List<Held> held() throws SpheronSshException {
    List<Held> held = new ArrayList<>();
    for (PrivateKeyFile file : keyFiles()) {
      file.publicKey().ifPresent(key -> held.add(new Held(key, environment.display(file.path()))));
    }
    try {
      for (AgentKey each : agentKeys()) {
        each.publicKey()
            .filter(key -> held.stream().noneMatch(known -> known.key().sameKeyAs(key)))
            .ifPresent(key -> held.add(new Held(key, AGENT)));
      }
    } catch (AgentException e) {
      return List.copyOf(held); // the agent's own check says so
    }
    return List.copyOf(held);
  }

  /** Whether the agent has the key, as far as it says. */
  boolean isInAgent(PublicKeyLine key) throws SpheronSshException {
    try {
      return agentKeys().stream()
          .flatMap(each -> each.publicKey().stream())
          .anyMatch(key::sameKeyAs);
    } catch (AgentException e) {
      return false; // the agent's own check says so
    }
  }

  private List<PrivateKeyFile> readAll(List<Path> identities) throws SpheronSshException {
    List<PrivateKeyFile> files = new ArrayList<>();
    for (Path path : identities) {
      files.add(PrivateKeyFile.read(path));
    }
    keyRing().keys().stream().filter(key -> !identities.contains(key.path())).forEach(files::add);
    return List.copyOf(files);
  }
}
