package io.github.spheronssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads key files, which are small, and names the file in what is said of them. */
final class KeyFileContent {
  /** An RSA key of 16384 bits takes 13 000 bytes. */
  private static final int LIMIT = 64 * 1024;

  private static final String REMEDY = "give another key file, or make a key: spheron-ssh keygen";

  private KeyFileContent() {}

  static byte[] read(Path path, String expected) throws KeyFileException {
    if (Files.isDirectory(path)) {
      throw new KeyFileException(
          "expected a %s, met a folder: %s".formatted(expected, path), REMEDY);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new KeyFileException(
            "expected a %s, met more than 64 KiB: %s".formatted(expected, path), REMEDY);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new KeyFileException("there is no key file " + path, "spheron-ssh keygen", e);
    } catch (AccessDeniedException e) {
      throw new KeyFileException(
          "cannot read %s: permission denied".formatted(path), "ls -l '%s'".formatted(path), e);
    } catch (IOException e) {
      throw new KeyFileException("cannot read %s: %s".formatted(path, e.getMessage()), REMEDY, e);
    }
  }

  static KeyFileException fault(Path path, KeyFormatException e) {
    String hint = e.hint().map(text -> text.replace("FILE", path.toString())).orElse(REMEDY);
    return new KeyFileException("%s: %s".formatted(path, e.getMessage()), hint, e);
  }
}
