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

/**
 * Reads a passphrase from a line of a file, and never makes a string of it. The file may be {@code
 * -}, standard input, of which each passphrase takes a line, and a descriptor: {@code /dev/fd/3}.
 */
final class PassphraseFile {
  private static final int LIMIT = 1024;

  private PassphraseFile() {}

  /** The first line without its end, UTF-8, at most 1024 bytes; the caller's to wipe. */
  static char[] read(String name, Context context) throws SpheronSshException {
    if (name.equals("-")) {
      return read(context.terminal().in(), "standard input");
    }
    Path file = context.environment().resolve(name);
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new SpheronSshException("there is no passphrase file " + file);
    } catch (IOException e) {
      throw new SpheronSshException("cannot read the passphrase file " + file, null, e);
    }
  }

  private static char[] read(InputStream in, String file) throws SpheronSshException {
    byte[] start = new byte[LIMIT + 2];
    char[] room = new char[start.length];
    try {
      int length = lineLength(start, in);
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
    } catch (IOException e) {
      throw new SpheronSshException("cannot read the passphrase from " + file, null, e);
    } finally {
      Arrays.fill(start, (byte) 0);
      Arrays.fill(room, '\0');
    }
  }

  /** Takes no byte beyond the line, which may be another passphrase. */
  private static int lineLength(byte[] line, InputStream in) throws IOException {
    int length = 0;
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line[length++] = (byte) next;
      if (length == line.length) {
        break;
      }
    }
    return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
  }
}
