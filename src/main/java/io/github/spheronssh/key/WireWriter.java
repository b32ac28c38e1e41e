package io.github.spheronssh.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the data types of RFC 4251 section 5; {@link #wipe} forgets what was written. */
final class WireWriter {
  private final Wipeable bytes = new Wipeable();

  WireWriter raw(byte[] raw) {
    bytes.write(raw, 0, raw.length);
    return this;
  }

  WireWriter uint32(int number) {
    return raw(ByteBuffer.allocate(4).putInt(number).array());
  }

  WireWriter string(byte[] string) {
    return uint32(string.length).raw(string);
  }

  WireWriter text(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter mpint(BigInteger number) {
    return string(number.toByteArray());
  }

  int length() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  void wipe() {
    bytes.wipe();
  }

  /** Big enough for any key from the start, so that no outgrown copy is left behind. */
  private static final class Wipeable extends ByteArrayOutputStream {
    Wipeable() {
      super(32 * 1024);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
      reset();
    }
  }
}
