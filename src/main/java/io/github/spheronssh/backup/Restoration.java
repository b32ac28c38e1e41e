package io.github.spheronssh.backup;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.age.AgeException;
import io.github.spheronssh.age.AgeFile;
import io.github.spheronssh.age.BadPassphraseException;
import io.github.spheronssh.backup.Step.Fate;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.FileExistsException;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.OwnerOnly;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import io.github.spheronssh.knownhosts.MissingLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts the files of a backup where they belong, and nothing in the place of another file. A pair is
 * put there as a whole or, where either file is another one, not at all.
 */
public final class Restoration implements AutoCloseable {
  /** In bytes; what encryption adds is far less than that. */
  private static final int LARGEST_FILE = Places.LARGEST + 1024 * 1024;

  private final Places places;
  private final Contents contents;

  private Restoration(Places places, Contents contents) {
    this.places = places;
    this.contents = contents;
  }

  /**
   * Opens a backup and checks the whole of it; writes nothing.
   *
   * @param passphrase stays the caller's to wipe
   * @throws BadPassphraseException where the passphrase doesn't open it
   * @throws BackupException where it is damaged, or holds what no backup of ours does
   */
  public static Restoration open(Path file, char[] passphrase, Environment environment)
      throws SpheronSshException {
    Places places = Places.of(environment);
    byte[] encrypted =
        SharedFile.at(file)
            .read(LARGEST_FILE)
            .orElseThrow(() -> new BackupException("there is no file " + file, null));
    byte[] tar = decrypt(file, encrypted, passphrase);
    try {
      return new Restoration(places, Contents.of(Tar.read(tar), places));
    } catch (BackupException e) {
      throw new BackupException(file + ": " + e.getMessage(), e.hint().orElse(null));
    } finally {
      Arrays.fill(tar, (byte) 0);
    }
  }

  private static byte[] decrypt(Path file, byte[] encrypted, char[] passphrase)
      throws SpheronSshException {
    try {
      return AgeFile.decrypt(encrypted, passphrase);
    } catch (BadPassphraseException e) {
      throw e;
    } catch (AgeException e) {
      throw new BackupException(file + ": " + e.getMessage(), e.hint().orElse(null));
    }
  }

  /** What would become of each file; changes nothing. */
  public List<Step> plan() throws SpheronSshException {
    var steps = new ArrayList<Step>();
    for (List<Kept> pair : contents.pairs()) {
      steps.addAll(planPair(pair));
    }
    for (Kept file : contents.state()) {
      steps.add(isPins(file) ? planPins(file) : look(file));
    }
    return List.copyOf(steps);
  }

  /**
   * Does it, a file at a time, each whole or not at all.
   *
   * @param done is told what became of each
   */
  public void carryOut(Consumer<Step> done) throws SpheronSshException {
    for (List<Kept> pair : contents.pairs()) {
      List<Step> steps = planPair(pair);
      for (int i = 0; i < pair.size(); i++) {
        done.accept(write(pair.get(i), steps.get(i)));
      }
    }
    for (Kept file : contents.state()) {
      Step step = isPins(file) ? planPins(file) : look(file);
      if (step.fate() == Fate.ADDED_TO) {
        KnownHostsFile.at(step.file()).add(missing(file, step.file()));
      }
      done.accept(write(file, step));
    }
  }

  private List<Step> planPair(List<Kept> pair) {
    List<Step> steps = pair.stream().map(this::look).toList();
    Optional<Step> other = steps.stream().filter(step -> step.fate() == Fate.LEFT).findFirst();
    if (other.isEmpty()) {
      return steps;
    }
    String reason = other.get().file().getFileName() + " beside it is another one";
    return steps.stream()
        .map(step -> step.fate() == Fate.NEW ? new Step(step.file(), Fate.LEFT, reason) : step)
        .toList();
  }

  private Step look(Kept file) {
    Path place = places.place(file.name()).orElseThrow();
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return new Step(place, Fate.NEW, "");
    }
    try {
      return SharedFile.at(place)
              .read(file.content().length)
              .filter(met -> Arrays.equals(met, file.content()))
              .isPresent()
          ? new Step(place, Fate.THERE, "")
          : left(place);
    } catch (FileException e) {
      return left(place); // it is longer, or can't be read: another one
    }
  }

  private Step planPins(Kept file) throws SpheronSshException {
    Step step = look(file);
    if (step.fate() != Fate.LEFT || !Files.isRegularFile(step.file())) {
      return step;
    }
    MissingLines missing = missing(file, step.file());
    if (!missing.contradicted().isEmpty()) {
      String hosts = String.join(", ", missing.contradicted());
      return new Step(
          step.file(),
          missing.lines().isEmpty() ? Fate.LEFT : Fate.ADDED_TO,
          "another host key is pinned there for " + hosts);
    }
    return new Step(step.file(), missing.lines().isEmpty() ? Fate.THERE : Fate.ADDED_TO, "");
  }

  private static MissingLines missing(Kept file, Path place) throws FileException {
    return KnownHostsFile.at(place).missing(file.content());
  }

  private Step write(Kept file, Step step) throws SpheronSshException {
    if (step.fate() != Fate.NEW) {
      return step;
    }
    Path place = step.file();
    Path folder = place.getParent();
    if (folder != null) {
      OwnerOnly.createFolder(folder);
    }
    Permissions permissions =
        file.mode() == Kept.ALL_READ ? Permissions.ALL_READ : Permissions.OWNER_ONLY;
    try {
      NewFile.create(place, file.content(), permissions);
      Files.setLastModifiedTime(place, FileTime.from(file.modified(), TimeUnit.SECONDS));
      return step;
    } catch (FileExistsException e) {
      return left(place); // somebody was faster
    } catch (IOException e) {
      throw FileException.of("set the time of", place, e);
    }
  }

  private static boolean isPins(Kept file) {
    return file.name().equals(Places.KNOWN_HOSTS);
  }

  private static Step left(Path place) {
    return new Step(place, Fate.LEFT, "another one is there");
  }

  /** Wipes the contents. */
  @Override
  public void close() {
    contents.close();
  }
}
