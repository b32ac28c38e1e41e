package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.RunLock;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The outgoing pair of a rotation that has ended, which this team needs no more.
 *
 * @param file its private file
 * @param key its public half
 */
public record Leftover(Journal journal, Rotation rotation, Path file, PublicKeyLine key) {
  /** All that the journal tells of, as far as the file still holds that very key. */
  public static List<Leftover> all(Journal journal) throws SpheronSshException {
    var found = new ArrayList<Leftover>();
    for (Rotation rotation : journal.all()) {
      Path file = rotation.files().outgoing();
      if (rotation.hasEnded() && !rotation.purged() && holds(file, rotation)) {
        found.add(new Leftover(journal, rotation, file, rotation.outgoing()));
      }
    }
    return found;
  }

  private static boolean holds(Path file, Rotation rotation) throws SpheronSshException {
    return Files.isRegularFile(file)
        && PrivateKeyFile.read(file).publicKey().filter(rotation.outgoing()::sameKeyAs).isPresent();
  }

  /** Whether it has been of no use to this team for so long. */
  public boolean isOlder(Duration age, Instant now) {
    Instant ended = Instant.parse(Objects.requireNonNull(rotation.finished()));
    return !ended.plus(age).isAfter(now);
  }

  /** Deletes the pair, and notes that. */
  public void delete() throws SpheronSshException {
    try (RunLock _ = journal.lock()) {
      rotation.files().deleteOutgoing();
      journal.entry(rotation).change(Rotation::withoutOutgoingPair);
    }
  }
}
