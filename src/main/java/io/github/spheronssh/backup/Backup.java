package io.github.spheronssh.backup;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.age.AgeFile;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Copies of keys and of what the program knows: the settings, the pins of host keys, what logins
 * proved, when keys were made; never the API key. They are wiped when this is closed.
 */
public final class Backup implements AutoCloseable {
  private final List<Kept> kept = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  private Backup() {}

  /**
   * Reads keys in {@code ~/.ssh}, with their public files and certificates, and the program's own
   * files, as far as they are there.
   *
   * @throws BackupException where a key isn't in {@code ~/.ssh}, or all is too much
   */
  public static Backup of(Environment environment, List<PrivateKeyFile> keys)
      throws SpheronSshException {
    Places places = Places.of(environment);
    var backup = new Backup();
    try {
      for (PrivateKeyFile key : keys) {
        backup.addKey(places, key.path());
      }
      for (var each : new TreeMap<>(Places.STATE_FILES).entrySet()) {
        Path file = places.place(each.getKey()).orElseThrow();
        backup.add(each.getKey(), file, each.getValue(), mode(file));
      }
      backup.checkSize();
      return backup;
    } catch (SpheronSshException e) {
      backup.close();
      throw e;
    }
  }

  private void addKey(Places places, Path key) throws SpheronSshException {
    String name = Places.KEYS + key.getFileName();
    Path place = places.place(name).orElse(null);
    if (place == null || !isSame(place, key)) {
      throw new BackupException(
          "%s can't be kept: a backup holds keys of ~/.ssh alone".formatted(key),
          "copy it there, with its .pub, and run this again");
    }
    add(name, place, Places.LARGEST_KEY, Kept.OWNER_ONLY);
    add(name + ".pub", KeyPairFile.publicFile(place), Places.LARGEST_KEY, Kept.ALL_READ);
    String certificate = key.getFileName() + "-cert.pub";
    Path file = place.resolveSibling(certificate);
    add(Places.KEYS + certificate, file, Places.LARGEST_KEY, Kept.ALL_READ);
  }

  private static boolean isSame(Path place, Path key) throws FileException {
    try {
      return Files.exists(place) && Files.isSameFile(place, key);
    } catch (IOException e) {
      throw FileException.of("read", key, e);
    }
  }

  private void add(String name, Path file, int limit, int mode) throws FileException {
    if (files.contains(file)) {
      return;
    }
    Optional<byte[]> content = SharedFile.at(file).read(limit);
    if (content.isPresent()) {
      kept.add(new Kept(name, mode, modified(file), content.get()));
      files.add(file);
    }
  }

  private static long modified(Path file) throws FileException {
    try {
      return Files.getLastModifiedTime(file).to(SECONDS);
    } catch (IOException e) {
      throw FileException.of("read", file, e);
    }
  }

  private static int mode(Path file) throws FileException {
    try {
      boolean open =
          Files.exists(file)
              && file.getFileSystem().supportedFileAttributeViews().contains("posix")
              && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
      return open ? Kept.ALL_READ : Kept.OWNER_ONLY;
    } catch (IOException e) {
      throw FileException.of("read", file, e);
    }
  }

  private void checkSize() throws BackupException {
    long size = kept.stream().mapToLong(each -> each.content().length + 1024L).sum() + 1024;
    if (size > Places.LARGEST) {
      throw new BackupException(
          "expected at most %d MiB to keep, met more".formatted(Places.LARGEST >> 20),
          "name the keys that matter");
    }
  }

  /** The files that were read, in the backup's order. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /**
   * Writes them into a new file, 0600, which {@code age -d FILE | tar -x} opens as well.
   *
   * @param passphrase not empty; stays the caller's to wipe
   * @throws SpheronSshException where the file is there or can't be written; nothing has changed
   */
  public void write(Path file, char[] passphrase) throws SpheronSshException {
    byte[] tar = Tar.write(kept);
    try {
      NewFile.create(file, AgeFile.encrypt(tar, passphrase), Permissions.OWNER_ONLY);
    } finally {
      Arrays.fill(tar, (byte) 0);
    }
  }

  @Override
  public void close() {
    kept.forEach(Kept::close);
  }
}
