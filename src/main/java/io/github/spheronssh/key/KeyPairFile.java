package io.github.spheronssh.key;

import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.FileExistsException;
import io.github.spheronssh.file.FolderLock;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.OwnerOnly;
import io.github.spheronssh.file.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * A private key file and the public one beside it, which has the same name and {@code .pub}.
 *
 * <p>The private file is put in place first: a run that is killed between the two leaves a key that
 * is whole, since its public half can be read out of it.
 */
public final class KeyPairFile {
  /** What recent versions of ssh-keygen take: a third of a second. */
  public static final int DEFAULT_ROUNDS = 24;

  private KeyPairFile() {}

  /** The name of the public file that belongs to a private one. */
  public static Path publicFile(Path privateFile) {
    return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
  }

  /**
   * Finds out early whether a new pair may have this name; {@link #write} makes sure of it.
   *
   * @throws KeyFileException where either of the two files is there, or the name can't be a key's
   */
  public static void checkNew(Path file) throws KeyFileException {
    if (Files.isDirectory(file)) {
      throw new KeyFileException(
          file + " is a folder: expected the name of a new file", "add a file name to it");
    }
    if (String.valueOf(file.getFileName()).endsWith(".pub")) {
      throw new KeyFileException(
          "expected the name of the private file, met one for a public file: " + file,
          "leave .pub out: it is added for the public file");
    }
    for (Path each : new Path[] {file, publicFile(file)}) {
      if (isTaken(each)) {
        throw taken(new FileExistsException(each));
      }
    }
  }

  /**
   * Writes a new pair, 0600 and 0644, into a folder that is made 0700 where it is missing. The
   * private file is in OpenSSH's own format, and was read back before it is put in place.
   *
   * @param passphrase encrypts the private file; stays the caller's to wipe
   * @param rounds how often the passphrase is stretched, 1 to 1024
   * @throws KeyFileException where either file is there or can't be written; nothing has changed
   */
  public static void write(Path file, SshKeyPair pair, Optional<char[]> passphrase, int rounds)
      throws KeyFileException {
    checkNew(file);
    byte[] content = content(file, pair, passphrase, rounds);
    try {
      OwnerOnly.createFolder(folder(file));
      try (FolderLock _ = FolderLock.acquire(folder(file))) {
        create(file, content, pair.publicKey());
      }
    } catch (FileExistsException e) {
      throw taken(e);
    } catch (FileException e) {
      throw new KeyFileException(e.getMessage(), e.hint().orElse(null), e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Writes a pair as {@link #write} does, after the one that has its name was renamed: {@code
   * id_rsa} to {@code id_rsa-2026-11-23.old}, with its {@code .pub}.
   *
   * @return where the old private file is, if there was an old pair
   */
  public static Optional<Path> replace(
      Path file, SshKeyPair pair, Optional<char[]> passphrase, int rounds) throws KeyFileException {
    if (!isTaken(file) && !isTaken(publicFile(file))) {
      write(file, pair, passphrase, rounds);
      return Optional.empty();
    }
    byte[] content = content(file, pair, passphrase, rounds);
    try (FolderLock _ = FolderLock.acquire(folder(file))) {
      Path old = freeName(file, "old");
      move(file, old);
      try {
        create(file, content, pair.publicKey());
      } catch (FileException e) {
        move(old, file);
        throw e;
      }
      return Optional.of(old);
    } catch (FileException e) {
      throw new KeyFileException(e.getMessage(), e.hint().orElse(null), e);
    } catch (IOException e) {
      throw new KeyFileException("cannot rename the old pair of " + file, null, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static void create(Path file, byte[] content, PublicKeyLine publicKey)
      throws FileException {
    NewFile.create(file, content, Permissions.OWNER_ONLY);
    try {
      byte[] line = (publicKey + "\n").getBytes(StandardCharsets.UTF_8);
      NewFile.create(publicFile(file), line, Permissions.ALL_READ);
    } catch (FileException e) {
      takeBack(file, e);
      throw e;
    }
  }

  private static void takeBack(Path file, FileException reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static byte[] content(Path file, SshKeyPair pair, Optional<char[]> passphrase, int rounds)
      throws KeyFileException {
    try {
      return KeyFormat.RFC4716.privateFile(pair, passphrase, rounds);
    } catch (KeyFormatException e) {
      throw new KeyFileException(
          "cannot write %s: %s".formatted(file, e.getMessage()), e.hint().orElse(null), e);
    }
  }

  /** Both names move together, the public file first: no name ever shows halves of two pairs. */
  private static void move(Path from, Path to) throws IOException {
    if (isTaken(publicFile(from))) {
      Files.move(publicFile(from), publicFile(to));
    }
    if (isTaken(from)) {
      Files.move(from, to);
    }
  }

  /** A name beside the file that no pair has: {@code id_rsa-2026-11-23.old} for the ending old. */
  public static Path freeName(Path file, String ending) {
    String start = file.getFileName() + "-" + LocalDate.now(ZoneId.systemDefault());
    Path free = file.resolveSibling(start + "." + ending);
    for (int i = 2; isTaken(free) || isTaken(publicFile(free)); i++) {
      free = file.resolveSibling(start + "-" + i + "." + ending);
    }
    return free;
  }

  private static KeyFileException taken(FileExistsException e) {
    return new KeyFileException(
        e.getMessage(),
        "give another name with --name or -f; --force makes a new pair and keeps the old one beside"
            + " it",
        e);
  }

  private static boolean isTaken(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }
}
