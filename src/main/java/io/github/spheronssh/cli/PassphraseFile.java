package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a passphrase from the first line of a file, and never makes a string of it. */
final class PassphraseFile {
  private static final int LIMIT = 1024;

  private PassphraseFile() {}

  /** The first line without its end, UTF-8, at most 1024 bytes; the caller's to wipe. */
  static char[] read(Path file) throws SpheronSshException {
    byte[] start = new byte[LIMIT + 2];
    char[] room = new char[start.length];
    try (InputStream in = Files.newInputStream(file)) {
      int length = lineLength(start, in.readNBytes(start, 0, start.length));
      if (length == 0) {
        throw new SpheronSshException(
            "expected a passphrase in the first line of %s, met an empty one".formatted(file),
            "--no-passphrase makes a key without one");
      }
      if (length > LIMIT) {
        throw new SpheronSshException(
            "expected at most %d bytes in the first line of %s".formatted(LIMIT, file));
      }
      var chars = CharBuffer.wrap(room);
      var result =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(start, 0, length), chars, true);
      if (result.isError()) {
        result.throwException();
      }
      return Arrays.copyOf(room, chars.position());
    } catch (CharacterCodingException e) {
      throw new SpheronSshException("expected UTF-8 in the first line of " + file);
    } catch (NoSuchFileException e) {
      throw new SpheronSshException("there is no passphrase file " + file);
    } catch (IOException e) {
      throw new SpheronSshException("cannot read the passphrase file " + file, null, e);
    } finally {
      Arrays.fill(start, (byte) 0);
      Arrays.fill(room, '\0');
    }
  }

  private static int lineLength(byte[] bytes, int read) {
    int length = 0;
    while (length < read && bytes[length] != '\n') {
      length++;
    }
    return length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
  }
}
