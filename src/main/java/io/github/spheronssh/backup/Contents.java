package io.github.spheronssh.backup;

import io.github.spheronssh.key.PrivateKeyFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a backup, of which each was found to be what its name says.
 *
 * @param pairs each a private file, and then what belongs to it
 * @param state the program's own files
 */
record Contents(List<List<Kept>> pairs, List<Kept> state) implements AutoCloseable {
  private static final List<String> BESIDE = List.of(".pub", "-cert.pub");

  Contents {
    pairs = List.copyOf(pairs);
    state = List.copyOf(state);
  }

  static Contents of(List<Kept> files, Places places) throws BackupException {
    var byName = new LinkedHashMap<String, Kept>();
    for (Kept file : files) {
      check(file, places);
      if (byName.put(file.name(), file) != null) {
        throw new BackupException("the backup holds two files of the name " + file.name(), null);
      }
    }
    var state = new ArrayList<Kept>();
    var pairs = new ArrayList<List<Kept>>();
    for (Kept file : files) {
      if (Places.STATE_FILES.containsKey(file.name())) {
        state.add(file);
      } else if (PrivateKeyFile.isOne(file.content())) {
        pairs.add(pair(file, byName));
      }
    }
    long sorted = state.size() + pairs.stream().mapToLong(List::size).sum();
    if (sorted != files.size()) {
      throw new BackupException(
          "the backup holds a file in .ssh that is neither a private key nor belongs to one", null);
    }
    return new Contents(pairs, state);
  }

  private static void check(Kept file, Places places) throws BackupException {
    if (places.place(file.name()).isEmpty()) {
      throw new BackupException("expected no such file in the backup: " + file.name(), null);
    }
    int limit = Places.STATE_FILES.getOrDefault(file.name(), Places.LARGEST_KEY);
    if (file.content().length > limit) {
      throw new BackupException(
          "%s is larger in the backup than the %d KiB it may have"
              .formatted(file.name(), limit / 1024),
          null);
    }
  }

  private static List<Kept> pair(Kept key, Map<String, Kept> byName) {
    var pair = new ArrayList<Kept>();
    pair.add(key);
    for (String ending : BESIDE) {
      Kept beside = byName.get(key.name() + ending);
      if (beside != null && !PrivateKeyFile.isOne(beside.content())) {
        pair.add(beside);
      }
    }
    return pair;
  }

  @Override
  public void close() {
    pairs.forEach(pair -> pair.forEach(Kept::close));
    state.forEach(Kept::close);
  }
}
