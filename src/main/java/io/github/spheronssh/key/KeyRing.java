package io.github.spheronssh.key;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The private keys in a folder, usually {@code ~/.ssh}.
 *
 * @param keys those that could be read: ssh's default names in ssh's order, then the rest by name
 * @param unreadable what looks like a private key and can't be read, and why
 */
public record KeyRing(List<PrivateKeyFile> keys, List<KeyFileException> unreadable) {
  /** The names that ssh tries by itself, in its order. */
  private static final List<String> DEFAULT_NAMES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  /** What no folder of keys needs more of. */
  private static final int MOST_FILES = 4096;

  public KeyRing {
    keys = List.copyOf(keys);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Reads the folder; one that is missing holds no keys.
   *
   * @throws KeyFileException where the folder can't be listed
   */
  public static KeyRing read(Path folder) throws KeyFileException {
    var keys = new ArrayList<PrivateKeyFile>();
    var unreadable = new ArrayList<KeyFileException>();
    for (Path file : candidates(folder)) {
      try {
        PrivateKeyFile key = PrivateKeyFile.read(file);
        if (key.isOfPutty()) {
          unreadable.add(ofPutty(file));
        } else {
          keys.add(key);
        }
      } catch (KeyFileException e) {
        unreadable.add(e);
      }
    }
    return new KeyRing(keys, unreadable);
  }

  /** The key that a command takes where none is named: the first that ssh itself would try. */
  public Optional<PrivateKeyFile> defaultKey() {
    return keys.stream().filter(key -> rank(key.path()) < DEFAULT_NAMES.size()).findFirst();
  }

  /** The file that holds the private half of a key, as far as files show that. */
  public Optional<PrivateKeyFile> find(PublicKeyLine key) {
    return keys.stream()
        .filter(file -> file.publicKey().filter(key::sameKeyAs).isPresent())
        .findFirst();
  }

  /** What other programs are told of the ring has to be of use to ssh. */
  private static KeyFileException ofPutty(Path file) {
    return new KeyFileException(
        "%s: expected an OpenSSH private key, met PuTTY's format".formatted(file),
        "spheron-ssh keygen -i -f '%s' --to '%s.openssh'".formatted(file, file));
  }

  private static List<Path> candidates(Path folder) throws KeyFileException {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (found.size() < MOST_FILES && maybeKey(file)) {
          found.add(file);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new KeyFileException(
          "cannot list the folder " + folder, "ls -ld '%s'".formatted(folder), e);
    }
    found.sort(Comparator.comparingInt(KeyRing::rank).thenComparing(Comparator.naturalOrder()));
    return found;
  }

  /** Whether a file calls itself a private key, in its first words, as every format does. */
  private static boolean maybeKey(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(".") || name.endsWith(".pub") || !Files.isRegularFile(file)) {
      return false;
    }
    if (rank(file) < DEFAULT_NAMES.size()) {
      return true;
    }
    if (!Files.isReadable(file)) {
      return false; // not a name that says it is a key
    }
    try {
      return PrivateKeyFile.saysItIsOne(file);
    } catch (KeyFileException e) {
      return true; // reading it again will say why it can't be
    }
  }

  private static int rank(Path file) {
    int rank = DEFAULT_NAMES.indexOf(String.valueOf(file.getFileName()));
    return rank < 0 ? DEFAULT_NAMES.size() : rank;
  }
}
