package io.github.spheronssh.ring;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.AgentKey;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.config.NamedIdentities;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ring.Created.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Every key, each once, joined by its blob.
 *
 * @param keys the account's in its order, then those of this machine, then the agent's
 * @param usage which deployments open with which
 */
public record Ring(List<RingKey> keys, Usage usage) {
  private static final Comparator<RegisteredKey> OLDEST_FIRST =
      Comparator.comparing((RegisteredKey key) -> key.created().orElse(Instant.MAX))
          .thenComparing(RegisteredKey::id);

  /** Copies the list. */
  public Ring {
    keys = List.copyOf(keys);
  }

  /**
   * Looks what is there.
   *
   * @param notes is told what can't be read
   */
  public static Ring read(
      Environment environment,
      Optional<SshAgent> agent,
      List<RegisteredKey> account,
      Usage usage,
      Consumer<String> notes)
      throws SpheronSshException {
    var builder = new Builder(environment, usage, KeyNotes.of(environment).all());
    account.forEach(builder::add);
    for (PrivateKeyFile file : files(environment, notes)) {
      builder.add(file);
    }
    if (agent.isPresent()) {
      try {
        agent.get().identities().forEach(builder::add);
      } catch (AgentException e) {
        notes.accept(e.getMessage());
      }
    }
    return new Ring(builder.keys(), usage);
  }

  /** Those in {@code ~/.ssh}, and those that the configuration names. */
  private static List<PrivateKeyFile> files(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    KeyRing ring = KeyRing.read(environment.sshFolder());
    ring.unreadable().forEach(e -> notes.accept(e.getMessage()));
    var files = new ArrayList<>(ring.keys());
    for (Path path : named(environment, notes)) {
      boolean there = files.stream().anyMatch(file -> isSame(file.path(), path));
      if (!there && Files.isRegularFile(path) && !path.toString().endsWith(".pub")) {
        try {
          files.add(PrivateKeyFile.read(path));
        } catch (KeyFileException e) {
          notes.accept(e.getMessage());
        }
      }
    }
    return files;
  }

  private static List<Path> named(Environment environment, Consumer<String> notes) {
    try {
      return NamedIdentities.of(environment);
    } catch (SpheronSshException e) {
      notes.accept(e.getMessage());
      return List.of();
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** Joins what belongs together. */
  private static final class Builder {
    private final Remarks remarks;
    private final Usage usage;
    private final Map<String, Instant> noted;
    private final Map<Object, Parts> parts = new LinkedHashMap<>();

    Builder(Environment environment, Usage usage, Map<String, Instant> noted) {
      this.remarks = new Remarks(environment);
      this.usage = usage;
      this.noted = noted;
    }

    private static final class Parts {
      private Optional<PublicKeyLine> line;
      private final List<PrivateKeyFile> files = new ArrayList<>();
      private final List<RegisteredKey> registered = new ArrayList<>();
      private boolean inAgent;

      Parts(Optional<PublicKeyLine> line) {
        this.line = line;
      }
    }

    /** A key without a known blob stands alone. */
    private Parts of(Optional<PublicKeyLine> line, Object otherwise) {
      Object name = line.<Object>map(key -> key.fingerprint().toString()).orElse(otherwise);
      Parts found = parts.computeIfAbsent(name, _ -> new Parts(line));
      if (found.line.filter(key -> key.comment().isBlank()).isPresent()) {
        found.line = line; // the service may drop the comment, and an agent may have another
      }
      return found;
    }

    void add(RegisteredKey key) {
      of(key.line(), key).registered.add(key);
    }

    void add(PrivateKeyFile file) {
      of(file.publicKey(), file).files.add(file);
    }

    void add(AgentKey key) {
      Optional<PublicKeyLine> line = key.publicKey().map(k -> k.withComment(key.comment()));
      if (line.isPresent()) { // a certificate or a kind unknown here is no key of its own
        of(line, key).inAgent = true;
      }
    }

    List<RingKey> keys() {
      return parts.values().stream().map(this::key).toList();
    }

    private RingKey key(Parts key) {
      key.registered.sort(OLDEST_FIRST);
      return new RingKey(
          key.line,
          key.files,
          key.inAgent,
          key.registered,
          created(key),
          key.line.map(usage::of).orElse(List.of()),
          remarks.of(key.line, key.files, key.inAgent, key.registered));
    }

    private Optional<Created> created(Parts key) {
      Optional<Instant> note =
          key.line.flatMap(line -> Optional.ofNullable(noted.get(line.fingerprint().toString())));
      return key.registered.stream()
          .flatMap(entry -> entry.created().stream())
          .findFirst()
          .map(at -> new Created(at, Source.ACCOUNT))
          .or(() -> note.map(at -> new Created(at, Source.NOTE)))
          .or(() -> fileTime(key).map(at -> new Created(at, Source.FILE)));
    }

    /** The older of the two files' times: a new passphrase changes but one. */
    private static Optional<Instant> fileTime(Parts key) {
      return key.files.stream()
          .flatMap(file -> Stream.of(file.path(), KeyPairFile.publicFile(file.path())))
          .flatMap(path -> time(path).stream())
          .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> time(Path path) {
      try {
        return Optional.of(Files.getLastModifiedTime(path).toInstant());
      } catch (IOException e) {
        return Optional.empty(); // there is no such file, or nobody may know
      }
    }
  }
}
