package io.github.spheronssh.key;

import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.file.SharedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Private key files written again: with another passphrase, comment or format. A file is replaced
 * whole, with its mode and owner, where a symbolic link leads; whoever reads it meets the old one
 * or the new one.
 */
public final class KeyRewrite {
  private final KeyFormat format;
  private final int rounds;

  /** Writes this format; {@code rounds} is how often OpenSSH's stretches a passphrase, to 1024. */
  public KeyRewrite(KeyFormat format, int rounds) {
    this.format = format;
    this.rounds = rounds;
  }

  /**
   * Puts the key in the place of the file that it was read from.
   *
   * @param passphrase encrypts it; stays the caller's to wipe
   * @throws KeyFileException where it can't be written, or the format has no such keys; the old
   *     file is as it was
   */
  public void replace(Path file, SshKeyPair pair, Optional<char[]> passphrase)
      throws KeyFileException {
    byte[] content = content(file, pair, passphrase);
    try {
      SharedFile.at(file).replace(content);
    } catch (FileException e) {
      throw failure(e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Writes the key to a new file, 0600, without a public one beside it.
   *
   * @param passphrase encrypts it; stays the caller's to wipe
   * @throws KeyFileException where the file is there already or can't be written, or the format has
   *     no such keys
   */
  public void create(Path file, SshKeyPair pair, Optional<char[]> passphrase)
      throws KeyFileException {
    byte[] content = content(file, pair, passphrase);
    try {
      NewFile.create(file, content, Permissions.OWNER_ONLY);
    } catch (FileException e) {
      throw failure(e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Writes the public file that belongs to a private one, unless that is another key's.
   *
   * @return whether it was written
   */
  public static boolean publish(Path privateFile, PublicKeyLine key) throws KeyFileException {
    Path file = KeyPairFile.publicFile(privateFile);
    byte[] content = (key + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (!Files.exists(file)) {
        NewFile.create(file, content, Permissions.ALL_READ);
        return true;
      }
      if (!PublicKeyFile.read(file).sameKeyAs(key)) {
        return false;
      }
      SharedFile.at(file).replace(content);
      return true;
    } catch (FileException e) {
      throw failure(e);
    }
  }

  private byte[] content(Path file, SshKeyPair pair, Optional<char[]> passphrase)
      throws KeyFileException {
    try {
      return format.privateFile(pair, passphrase, rounds);
    } catch (KeyFormatException e) {
      throw new KeyFileException(
          "cannot write %s: %s".formatted(file, e.getMessage()), e.hint().orElse(null), e);
    }
  }

  private static KeyFileException failure(FileException e) {
    return new KeyFileException(e.getMessage(), e.hint().orElse(null), e);
  }
}
