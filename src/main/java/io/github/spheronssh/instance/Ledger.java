package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.instance.KnownInstance.Seen;
import io.github.spheronssh.instance.LedgerDocument.Entry;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What logins proved, kept in {@code ~/.spheron/ledger.json}: for each base URL and deployment the
 * keys, the user and the addresses. It holds no secret, at most {@value #MAX_INSTANCES} instances,
 * and {@value #MAX_PROOFS} keys and addresses of each.
 *
 * <p>A login never fails for its sake: what can't be read or written is told, and no more.
 */
public final class Ledger {
  static final int MAX_INSTANCES = 1000;
  static final int MAX_PROOFS = 8;
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private final Path path;
  private final String api;
  private final Consumer<String> notes;
  private final InstantSource clock;

  Ledger(Path path, String api, Consumer<String> notes, InstantSource clock) {
    this.path = path;
    this.api = api;
    this.notes = notes;
    this.clock = clock;
  }

  /**
   * The ledger of a service.
   *
   * @param api the service's base URL
   * @param notes is told what is wrong with the file
   */
  public static Ledger of(Environment environment, String api, Consumer<String> notes)
      throws SpheronSshException {
    Path path = environment.spheronFolder().resolve("ledger.json");
    return new Ledger(path, api, notes, InstantSource.system());
  }

  /**
   * What a login proved.
   *
   * @param id the deployment's id
   * @param keyBlob the public key that it succeeded with, in base64; absent for a login without one
   * @param address the address that was connected to
   */
  public record Proof(
      String id,
      String name,
      Optional<String> team,
      String user,
      Optional<String> keyBlob,
      String address,
      int port) {}

  /**
   * What saves round trips with hosts that were met before.
   *
   * @param told what is wrong with its file
   */
  public HostMemory hosts(Consumer<String> told) {
    return new HostMemory(path.resolveSibling("hosts"), told);
  }

  /** The instances of the service that were logged in to, the latest first; changes nothing. */
  public List<KnownInstance> known() {
    try {
      Optional<byte[]> content = SharedFile.at(path).read(MAX_BYTES);
      return content.isEmpty() ? List.of() : known(parse(content.get()));
    } catch (JsonException e) {
      notes.accept(
          "what earlier logins proved is not known: %s is damaged (%s)"
              .formatted(path, e.getMessage()));
      return List.of();
    } catch (SpheronSshException e) {
      notes.accept("what earlier logins proved is not known: " + e.getMessage());
      return List.of();
    }
  }

  /** Keeps what a login proved. */
  public void record(Proof proof) {
    change(entries -> with(entries, proof));
  }

  /** Forgets what logins to the instance proved. */
  public void forget(String id) {
    change(entries -> entries.stream().filter(e -> !e.isOf(api, id)).toList());
  }

  /** Forgets that a key opened the instance: it does no more. */
  public void retire(String id, String keyBlob) {
    change(
        entries ->
            entries.stream()
                .map(e -> e.isOf(api, id) ? Entry.of(api, e.toKnown().without(keyBlob)) : e)
                .toList());
  }

  private interface Change {
    List<Entry> apply(List<Entry> entries);
  }

  private void change(Change change) {
    try {
      SharedFile.at(path)
          .update(
              MAX_BYTES,
              content -> {
                List<Entry> changed = change.apply(readOrSetAside(content).entries());
                return Json.write(new LedgerDocument(LedgerDocument.VERSION, changed))
                    .getBytes(StandardCharsets.UTF_8);
              });
    } catch (SpheronSshException e) {
      notes.accept("what this login proved could not be kept: " + e.getMessage());
    }
  }

  private List<KnownInstance> known(LedgerDocument document) {
    return document.entries().stream()
        .filter(entry -> api.equals(entry.api()))
        .map(Entry::toKnown)
        .sorted(Comparator.comparing(KnownInstance::lastLogin).reversed())
        .toList();
  }

  private List<Entry> with(List<Entry> entries, Proof proof) {
    Optional<KnownInstance> before =
        entries.stream().filter(e -> e.isOf(api, proof.id())).findFirst().map(Entry::toKnown);
    var changed = new ArrayList<Entry>();
    changed.add(Entry.of(api, merge(before, proof)));
    entries.stream().filter(e -> !e.isOf(api, proof.id())).forEach(changed::add);
    return changed.stream()
        .sorted(Comparator.comparing((Entry e) -> e.toKnown().lastLogin()).reversed())
        .limit(MAX_INSTANCES)
        .toList();
  }

  private KnownInstance merge(Optional<KnownInstance> before, Proof proof) {
    Instant now = clock.instant();
    List<ProvedKey> keys = before.map(KnownInstance::keys).orElse(List.of());
    if (proof.keyBlob().isPresent()) {
      String blob = proof.keyBlob().get();
      keys = first(new ProvedKey(blob, now), keys, other -> other.blob().equals(blob));
    }
    return new KnownInstance(
        proof.id(),
        proof.name(),
        proof.team().or(() -> before.flatMap(KnownInstance::team)),
        LoginUser.trusted(proof.user()).or(() -> before.flatMap(KnownInstance::user)),
        keys,
        first(
            new Seen(proof.address(), proof.port(), now),
            before.map(KnownInstance::addresses).orElse(List.of()),
            other -> other.address().equals(proof.address()) && other.port() == proof.port()));
  }

  private static <T> List<T> first(T latest, List<T> others, Predicate<T> same) {
    return Stream.concat(Stream.of(latest), others.stream().filter(same.negate()))
        .limit(MAX_PROOFS)
        .toList();
  }

  private static LedgerDocument parse(byte[] content) throws JsonException {
    return Json.read(content, LedgerDocument.class);
  }

  private LedgerDocument readOrSetAside(byte[] content) throws SpheronSshException {
    if (content.length == 0) {
      return LedgerDocument.EMPTY;
    }
    try {
      LedgerDocument document = parse(content);
      if (document.version() > LedgerDocument.VERSION) {
        throw new SpheronSshException("a later spheron-ssh wrote " + path);
      }
      return document;
    } catch (JsonException e) {
      Path aside = path.resolveSibling("ledger.json.damaged-" + clock.millis());
      NewFile.create(aside, content, Permissions.OWNER_ONLY);
      notes.accept(
          "%s was damaged (%s): it is kept as %s, and a new one begun"
              .formatted(path, e.getMessage(), aside.getFileName()));
      return LedgerDocument.EMPTY;
    }
  }
}
