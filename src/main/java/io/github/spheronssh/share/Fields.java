package io.github.spheronssh.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The fields of a frame's body, read one after the other; each is checked against what is left. */
final class Fields {
  private final ByteBuffer left;

  Fields(byte[] body) {
    this.left = ByteBuffer.wrap(body);
  }

  int number() throws IOException {
    try {
      return left.getInt();
    } catch (BufferUnderflowException e) {
      throw new IOException("a frame ends too early", e);
    }
  }

  /** A number of at least 0 and at most this. */
  int number(int most) throws IOException {
    int number = number();
    if (number < 0 || number > most) {
      throw new IOException("expected a number up to %d, met %d".formatted(most, number));
    }
    return number;
  }

  boolean flag() throws IOException {
    return number(1) == 1;
  }

  String text() throws IOException {
    byte[] bytes = new byte[number(left.remaining())];
    left.get(bytes);
    return new String(bytes, UTF_8);
  }

  Optional<String> optional() throws IOException {
    return flag() ? Optional.of(text()) : Optional.empty();
  }

  /** Nothing may follow. */
  void end() throws IOException {
    if (left.hasRemaining()) {
      throw new IOException("a frame has %d bytes too many".formatted(left.remaining()));
    }
  }
}
