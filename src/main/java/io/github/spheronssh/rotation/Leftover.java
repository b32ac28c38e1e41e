package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.RunLock;
import io.github.spheronssh.key.PrivateKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The outgoing pair of a rotation that has ended, which nothing needs any more.
 *
 * @param file its private file
 */
public record Leftover(Journal journal, Rotation rotation, Path file) {
  /** All that the journal tells of, as far as the file still holds that very key. */
  public static List<Leftover> all(Journal journal) throws SpheronSshException {
    var found = new ArrayList<Leftover>();
    for (Rotation rotation : journal.all()) {
      Path file = rotation.files().outgoing();
      if (rotation.hasEnded() && !rotation.purged() && holds(file, rotation)) {
        found.add(new Leftover(journal, rotation, file));
      }
    }
    return found;
  }

  private static boolean holds(Path file, Rotation rotation) throws SpheronSshException {
    return Files.isRegularFile(file)
        && PrivateKeyFile.read(file).publicKey().filter(rotation.outgoing()::sameKeyAs).isPresent();
  }

  /** Deletes the pair, and notes that. */
  public void delete() throws SpheronSshException {
    try (RunLock _ = journal.lock()) {
      rotation.files().deleteOutgoing();
      journal.entry(rotation).change(Rotation::withoutOutgoingPair);
    }
  }
}
