package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that holds one public key, like {@code ~/.ssh/id_ed25519.pub}. */
public final class PublicKeyFile {
  private PublicKeyFile() {}

  /**
   * Reads the file, at most 64 KiB of it.
   *
   * @throws KeyFileException where it can't be read or holds anything but one public key; the
   *     message says what it holds instead and never repeats it
   */
  public static PublicKeyLine read(Path path) throws KeyFileException {
    byte[] content = KeyFileContent.read(path, "public key");
    try {
      return PublicKeyLine.parse(new String(content, StandardCharsets.UTF_8));
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
    }
  }
}
