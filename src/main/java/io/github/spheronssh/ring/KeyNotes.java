package io.github.spheronssh.ring;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When this program made which key, in {@code ~/.spheron/keys.json}: a file's own time changes with
 * its passphrase. A damaged file says nothing, and is begun anew.
 */
public final class KeyNotes {
  private static final int LIMIT = 1024 * 1024;
  private static final int MOST = 1000;

  private final Path path;

  private KeyNotes(Path path) {
    this.path = path;
  }

  /** The notes in this environment's home. */
  public static KeyNotes of(Environment environment) throws SpheronSshException {
    return new KeyNotes(environment.spheronFolder().resolve("keys.json"));
  }

  private record Document(@Nullable List<Note> keys) {}

  private record Note(@Nullable String fingerprint, @Nullable String created) {}

  /** Notes that the key was made then. */
  public void record(PublicKeyLine key, Instant created) throws SpheronSshException {
    String fingerprint = key.fingerprint().toString();
    SharedFile.at(path)
        .update(
            LIMIT,
            content -> {
              var notes = new ArrayList<Note>();
              notes.add(new Note(fingerprint, created.toString()));
              read(content).stream()
                  .filter(note -> !fingerprint.equals(note.fingerprint()))
                  .limit(MOST)
                  .forEach(notes::add);
              return Json.write(new Document(notes)).getBytes(StandardCharsets.UTF_8);
            });
  }

  /** When which key was made, by its fingerprint. */
  Map<String, Instant> all() throws SpheronSshException {
    var all = new HashMap<String, Instant>();
    for (Note note : read(SharedFile.at(path).read(LIMIT).orElse(new byte[0]))) {
      time(note).ifPresent(at -> all.put(String.valueOf(note.fingerprint()), at));
    }
    return all;
  }

  private static List<Note> read(byte[] content) {
    try {
      List<Note> notes = content.length == 0 ? null : Json.read(content, Document.class).keys();
      return notes == null ? List.of() : notes.stream().filter(Objects::nonNull).toList();
    } catch (JsonException e) {
      return List.of(); // nothing but times is lost, which the files tell nearly as well
    }
  }

  private static Optional<Instant> time(Note note) {
    try {
      return Optional.ofNullable(note.created()).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
