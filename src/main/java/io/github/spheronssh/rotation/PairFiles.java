package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.Exchange;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pairs on this machine. Each change is one step after which the place holds one pair or the
 * other, and which may be done again.
 *
 * @param place the name in everyday use
 * @param incoming where the pair waits that is to have that name
 * @param outgoing the name of the pair that loses it
 */
public record PairFiles(Path place, Path incoming, Path outgoing) {
  /** The private file that holds a key, whichever of the names it has by now. */
  Optional<PrivateKeyFile> holder(PublicKeyLine key) throws SpheronSshException {
    for (Path path : List.of(place, incoming, outgoing)) {
      if (isThere(path)) {
        PrivateKeyFile file = PrivateKeyFile.read(path);
        if (file.publicKey().filter(key::sameKeyAs).isPresent()) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** The pair that waits, where it was made already. */
  Optional<PrivateKeyFile> waiting() throws SpheronSshException {
    return isThere(incoming) ? Optional.of(PrivateKeyFile.read(incoming)) : Optional.empty();
  }

  /** Whether the key has the place, with nothing left to move. */
  boolean isPlaced(PublicKeyLine key) throws SpheronSshException {
    return isThere(place)
        && !isThere(incoming)
        && !isThere(KeyPairFile.publicFile(incoming))
        && PrivateKeyFile.read(place).publicKey().filter(key::sameKeyAs).isPresent();
  }

  /** Writes the public file of the pair that waits, where a killed run left it without one. */
  void complete(PublicKeyLine key) throws SpheronSshException {
    Path publicFile = KeyPairFile.publicFile(incoming);
    if (isThere(incoming) && !isThere(publicFile)) {
      byte[] line = (key + "\n").getBytes(StandardCharsets.UTF_8);
      NewFile.create(publicFile, line, Permissions.ALL_READ);
    }
  }

  /** Gives the place to the pair that waits; the one that had it is kept under its own name. */
  void swap(PublicKeyLine key) throws SpheronSshException {
    Path publicIncoming = KeyPairFile.publicFile(incoming);
    if (isThere(incoming)) {
      complete(key);
      keep(place, outgoing, Permissions.OWNER_ONLY);
      keep(KeyPairFile.publicFile(place), KeyPairFile.publicFile(outgoing), Permissions.ALL_READ);
      Exchange.move(incoming, place);
    }
    if (isThere(publicIncoming)) {
      Exchange.move(publicIncoming, KeyPairFile.publicFile(place));
    }
  }

  /** Deletes the pair that lost the place, the public file last. */
  void deleteOutgoing() throws FileException {
    for (Path path : List.of(outgoing, KeyPairFile.publicFile(outgoing))) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw FileException.of("delete", path, e);
      }
    }
  }

  private static void keep(Path file, Path name, Permissions permissions) throws FileException {
    if (isThere(file) && !isThere(name)) {
      Exchange.keep(file, name, permissions);
    }
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
