package io.github.spheronssh.rotation;

import static java.util.Objects.requireNonNull;

import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One key's replacement, as the journal has it. It names what is meant before anything is done, and
 * no secret; how far it came is seen in the files, the account and the instances themselves.
 *
 * @param api the base URL of the service
 * @param team whose account keys it is about; null for the current team
 * @param name what the account called the old key; null where it wasn't there
 * @param place the file that the key has in everyday use, before and after
 * @param staged where the new pair waits until it takes the old one's place
 * @param kept where the old pair is after that
 * @param oldKey the old public key's line
 * @param newKey the new public key's line; null until it is made
 * @param begun when, as an ISO 8601 instant
 * @param undoing whether the old key is to be the one again
 * @param touched the deployments on which lines may have changed
 * @param done the deployments that need the outgoing key no more
 * @param finished when all was done; null until then
 * @param purged whether the outgoing pair was deleted
 */
public record Rotation(
    int version,
    String id,
    String api,
    @Nullable String team,
    @Nullable String name,
    String place,
    String staged,
    String kept,
    String oldKey,
    @Nullable String newKey,
    String begun,
    boolean undoing,
    List<String> touched,
    List<String> done,
    @Nullable String finished,
    boolean purged) {
  static final int VERSION = 1;

  /** A rotation without any of these is none. */
  public Rotation {
    requireNonNull(id, "id");
    requireNonNull(api, "api");
    requireNonNull(place, "place");
    requireNonNull(staged, "staged");
    requireNonNull(kept, "kept");
    requireNonNull(oldKey, "oldKey");
    requireNonNull(begun, "begun");
    touched = touched == null ? List.of() : List.copyOf(touched);
    done = done == null ? List.of() : List.copyOf(done);
  }

  /** A rotation of which nothing was done yet. */
  static Rotation begin(
      String id,
      String api,
      Optional<String> team,
      PairFiles files,
      PublicKeyLine oldKey,
      Instant now) {
    return new Rotation(
        VERSION,
        id,
        api,
        team.orElse(null),
        null,
        files.place().toString(),
        files.incoming().toString(),
        files.outgoing().toString(),
        oldKey.toString(),
        null,
        now.toString(),
        false,
        List.of(),
        List.of(),
        null,
        false);
  }

  /**
   * Makes sure that its texts are what they stand for, so that it can be worked with.
   *
   * @throws KeyFormatException where a key is none
   * @throws JsonException where another text is not
   */
  void check() throws KeyFormatException, JsonException {
    PublicKeyLine.parse(oldKey);
    if (newKey != null) {
      made();
    } else if (undoing) {
      throw new JsonException("it takes a key back that was not made");
    }
    try {
      Instant.parse(begun);
      if (finished != null) {
        Instant.parse(finished);
      }
      files();
    } catch (DateTimeParseException | InvalidPathException e) {
      throw new JsonException(String.valueOf(e.getMessage()));
    }
  }

  /** The key that is to be good no more. */
  public PublicKeyLine outgoing() throws KeyFormatException {
    return undoing ? made() : PublicKeyLine.parse(oldKey);
  }

  /** The key that takes its place; absent until it is made. */
  Optional<PublicKeyLine> incoming() throws KeyFormatException {
    if (undoing) {
      return Optional.of(PublicKeyLine.parse(oldKey));
    }
    return newKey == null ? Optional.empty() : Optional.of(made());
  }

  private PublicKeyLine made() throws KeyFormatException {
    if (newKey == null) {
      throw new KeyFormatException("the new key was not made yet");
    }
    return PublicKeyLine.parse(newKey);
  }

  /** The files, as this direction has them. */
  public PairFiles files() {
    return undoing
        ? new PairFiles(Path.of(place), Path.of(kept), Path.of(staged))
        : new PairFiles(Path.of(place), Path.of(staged), Path.of(kept));
  }

  /** Whether nothing is left to do. */
  public boolean hasEnded() {
    return finished != null;
  }

  /** What the account is to call the incoming key. */
  String accountName() {
    String plain =
        Optional.ofNullable(name)
            .filter(text -> !text.isBlank())
            .orElseGet(() -> String.valueOf(Path.of(place).getFileName()));
    return undoing ? plain : plain.replaceFirst("-\\d{4}-\\d\\d-\\d\\d$", "") + "-" + day();
  }

  private String day() {
    return begun.substring(0, Math.min(begun.length(), "2026-01-01".length()));
  }

  /** The same where the account called the old key so. */
  Rotation called(String text) {
    return new Rotation(
        version, id, api, team, text, place, staged, kept, oldKey, newKey, begun, undoing, touched,
        done, finished, purged);
  }

  Rotation withNewKey(PublicKeyLine key) {
    return with(key.toString(), undoing, touched, done, finished, purged);
  }

  Rotation touching(String deployment) {
    return with(newKey, undoing, plus(touched, deployment), done, finished, purged);
  }

  Rotation doneWith(String deployment) {
    return with(newKey, undoing, touched, plus(done, deployment), finished, purged);
  }

  /** The other way round, from the beginning; as it is where it goes that way already. */
  Rotation undo() {
    return undoing ? this : with(newKey, true, touched, List.of(), null, purged);
  }

  Rotation finishedAt(Instant now) {
    return with(newKey, undoing, touched, done, now.toString(), purged);
  }

  Rotation withoutOutgoingPair() {
    return with(newKey, undoing, touched, done, finished, true);
  }

  private Rotation with(
      @Nullable String made,
      boolean back,
      List<String> changed,
      List<String> settled,
      @Nullable String end,
      boolean deleted) {
    return new Rotation(
        version, id, api, team, name, place, staged, kept, oldKey, made, begun, back, changed,
        settled, end, deleted);
  }

  private static List<String> plus(List<String> list, String more) {
    return list.contains(more)
        ? list
        : new ArrayList<>(Stream.concat(list.stream(), Stream.of(more)).toList());
  }
}
