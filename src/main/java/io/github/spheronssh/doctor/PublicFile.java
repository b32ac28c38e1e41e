package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The {@code .pub} file beside a private key. */
final class PublicFile {
  private static final int LIMIT = 64 * 1024;

  private PublicFile() {}

  /**
   * Reads it, where there is one.
   *
   * @throws SpheronSshException where it can't be read or holds something else
   */
  static Optional<PublicKeyLine> beside(Path privateKey) throws SpheronSshException {
    Path file = privateKey.resolveSibling(privateKey.getFileName() + ".pub");
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          PublicKeyLine.parse(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new KeyFileException("can't read " + file + ": " + e.getMessage(), "ls -l " + file, e);
    } catch (KeyFormatException e) {
      throw new KeyFileException(file + ": " + e.getMessage(), e.hint().orElse(null), e);
    }
  }
}
