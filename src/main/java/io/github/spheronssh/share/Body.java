package io.github.spheronssh.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A frame's body as it is written, field by field. */
final class Body {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Body number(int number) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    return this;
  }

  Body flag(boolean flag) {
    return number(flag ? 1 : 0);
  }

  Body text(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    number(encoded.length);
    bytes.writeBytes(encoded);
    return this;
  }

  Body optional(Optional<String> text) {
    flag(text.isPresent());
    text.ifPresent(this::text);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
