package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.OwnerOnly;
import io.github.spheronssh.file.RunLock;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.KeyFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rotations of this machine, a file each in {@code ~/.spheron/rotations}: written, whole and
 * synced, before what it names is done.
 */
public final class Journal {
  private static final int LIMIT = 1024 * 1024;
  private static final int MOST = 1000;
  private static final String ENDING = ".json";

  private final Path folder;

  private Journal(Path folder) {
    this.folder = folder;
  }

  /** The journal in this environment's home. */
  public static Journal of(Environment environment) throws SpheronSshException {
    return new Journal(environment.spheronFolder().resolve("rotations"));
  }

  /**
   * Keeps other runs from rotating until it is closed.
   *
   * @throws SpheronSshException where another run rotates
   */
  RunLock lock() throws SpheronSshException {
    return RunLock.tryAcquire(folder.resolve(".lock"))
        .orElseThrow(
            () ->
                new SpheronSshException(
                    "another run rotates a key now", "wait for it to end, and run this again"));
  }

  /**
   * All rotations, the oldest first.
   *
   * @throws SpheronSshException where a file can't be read or is damaged: guessing what it meant
   *     could lock somebody out
   */
  public List<Rotation> all() throws SpheronSshException {
    var found = new ArrayList<Rotation>();
    for (Path file : files()) {
      found.add(read(file));
    }
    found.sort(Comparator.comparing(Rotation::begun).thenComparing(Rotation::id));
    return found;
  }

  private List<Path> files() throws SpheronSshException {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path entry : entries) {
        if (files.size() < MOST) {
          files.add(entry);
        }
      }
      return files;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new SpheronSshException(
          "cannot list the folder " + folder, "ls -ld '%s'".formatted(folder), e);
    }
  }

  private static Rotation read(Path file) throws SpheronSshException {
    try {
      byte[] content =
          SharedFile.at(file)
              .read(LIMIT)
              .orElseThrow(() -> new FileException("%s is gone".formatted(file), null));
      Rotation read = Json.read(content, Rotation.class);
      if (read.version() > Rotation.VERSION) {
        throw new SpheronSshException("a later spheron-ssh wrote " + file, "use that one");
      }
      read.check();
      return read;
    } catch (JsonException | KeyFormatException e) {
      throw new SpheronSshException(
          "the journal of a rotation is damaged: %s (%s)".formatted(file, e.getMessage()),
          "put it right, or move it away once 'spheron-ssh keys list' shows no key doubled");
    }
  }

  /**
   * The rotation as the journal has it by now; the same where it is a new one.
   *
   * @throws SpheronSshException where another one of the same key was begun meanwhile
   */
  Rotation current(Rotation rotation) throws SpheronSshException {
    List<Rotation> all = all();
    for (Rotation each : all) {
      if (each.id().equals(rotation.id())) {
        return each;
      }
    }
    if (unfinished(Path.of(rotation.place())).isPresent()) {
      throw new SpheronSshException(
          "another run began to rotate %s meanwhile".formatted(rotation.place()),
          "run this again: it takes that up");
    }
    return rotation;
  }

  /** Begins a file of its own for the rotation. */
  Entry entry(Rotation rotation) {
    return new Entry(rotation);
  }

  /** A rotation and its file, which change together; may be used by several threads. */
  final class Entry {
    private Rotation rotation;

    private Entry(Rotation rotation) {
      this.rotation = rotation;
    }

    synchronized Rotation rotation() {
      return rotation;
    }

    /** Changes it, on the disk first. */
    synchronized void change(UnaryOperator<Rotation> change) throws SpheronSshException {
      Rotation changed = change.apply(rotation);
      if (!changed.equals(rotation)) {
        write(changed);
        rotation = changed;
      }
    }

    /** Writes it as it is. */
    synchronized void begin() throws SpheronSshException {
      write(rotation);
    }

    private void write(Rotation changed) throws SpheronSshException {
      OwnerOnly.createFolder(folder);
      SharedFile.at(folder.resolve(changed.id() + ENDING))
          .replace(Json.write(changed).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The rotation of a key that isn't finished; the key may be the old or the new one. */
  public Optional<Rotation> unfinished(Path place) throws SpheronSshException {
    return all().stream()
        .filter(rotation -> !rotation.hasEnded())
        .filter(rotation -> rotation.place().equals(place.toString()))
        .findFirst();
  }

  /** The latest rotation of the key in that place, finished or not. */
  public Optional<Rotation> latest(Path place) throws SpheronSshException {
    return all().stream()
        .filter(rotation -> rotation.place().equals(place.toString()))
        .reduce((_, later) -> later);
  }
}
