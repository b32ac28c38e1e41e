package io.github.spheronssh.key;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the data types of RFC 4251 section 5 from bytes that may claim anything. */
final class WireReader {
  private final ByteBuffer bytes;

  WireReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  boolean atEnd() {
    return !bytes.hasRemaining();
  }

  int remaining() {
    return bytes.remaining();
  }

  byte[] bytes(int count) throws KeyFormatException {
    if (count < 0 || count > bytes.remaining()) {
      throw new KeyFormatException("the key is cut off");
    }
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  int uint32() throws KeyFormatException {
    return ByteBuffer.wrap(bytes(4)).getInt();
  }

  int uint8() throws KeyFormatException {
    return Byte.toUnsignedInt(bytes(1)[0]);
  }

  /** A number without a sign. */
  long uint64() throws KeyFormatException {
    return ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
  }

  /** A length and that many bytes; a length beyond 2 GiB is negative here, and refused. */
  byte[] string() throws KeyFormatException {
    return bytes(uint32());
  }

  String text() throws KeyFormatException {
    return new String(string(), StandardCharsets.UTF_8);
  }

  /** A number above zero; none that a key holds is anything else. */
  BigInteger positive() throws KeyFormatException {
    byte[] magnitude = string();
    if (magnitude.length == 0 || magnitude[0] < 0) {
      throw new KeyFormatException("the key holds a number that is not positive");
    }
    var number = new BigInteger(magnitude);
    if (number.signum() == 0) {
      throw new KeyFormatException("the key holds a number that is not positive");
    }
    return number;
  }
}
