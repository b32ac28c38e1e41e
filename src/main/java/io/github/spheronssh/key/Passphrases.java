package io.github.spheronssh.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passphrases as the bytes that OpenSSH and OpenSSL hash: UTF-8. */
final class Passphrases {
  private Passphrases() {}

  /** The passphrase's bytes, which the caller wipes. */
  static byte[] utf8(char[] passphrase) {
    byte[] room = new byte[3 * passphrase.length];
    var encoded = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(passphrase), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    return bytes;
  }

  /** The passphrase's bytes, a char each, for code that cuts chars to bytes; the caller wipes. */
  static char[] utf8Chars(char[] passphrase) {
    byte[] bytes = utf8(passphrase);
    char[] chars = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      chars[i] = (char) (bytes[i] & 0xff);
    }
    Arrays.fill(bytes, (byte) 0);
    return chars;
  }
}
