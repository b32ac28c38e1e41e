package io.github.spheronssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads key files, which are small, and names the file in what is said of them. */
final class KeyFileContent {
  /** An RSA key of 16384 bits takes 13 000 bytes. */
  private static final int LIMIT = 64 * 1024;

  private static final String REMEDY = "give another key file, or make a key: spheron-ssh keygen";

  /** In bytes; every private key says in them what it is, whatever text is before it. */
  private static final int START = 4096;

  private KeyFileContent() {}

  /** The first bytes, a char each. */
  static String start(Path path) throws KeyFileException {
    if (Files.isDirectory(path)) {
      throw new KeyFileException("expected a key, met a folder: " + path, REMEDY);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(START), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static byte[] read(Path path, String expected) throws KeyFileException {
    return read(path, expected, LIMIT);
  }

  static byte[] read(Path path, String expected, int limit) throws KeyFileException {
    if (Files.isDirectory(path)) {
      throw new KeyFileException(
          "expected a %s, met a folder: %s".formatted(expected, path), REMEDY);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new KeyFileException(
            "expected a %s, met more than %d KiB: %s".formatted(expected, limit / 1024, path),
            REMEDY);
      }
      return content;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static KeyFileException unreadable(Path path, IOException cause) {
    return switch (cause) {
      case NoSuchFileException e ->
          new KeyFileException("there is no key file " + path, "spheron-ssh keygen", e);
      case AccessDeniedException e ->
          new KeyFileException(
              "cannot read %s: permission denied".formatted(path), "ls -l '%s'".formatted(path), e);
      default ->
          new KeyFileException(
              "cannot read %s: %s".formatted(path, cause.getMessage()), REMEDY, cause);
    };
  }

  static KeyFileException fault(Path path, KeyFormatException e) {
    String hint = e.hint().map(text -> text.replace("FILE", path.toString())).orElse(REMEDY);
    return new KeyFileException("%s: %s".formatted(path, e.getMessage()), hint, e);
  }
}
