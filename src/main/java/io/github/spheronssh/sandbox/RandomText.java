package io.github.spheronssh.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What nobody may guess, or what has to differ. */
final class RandomText {
  private static final int ID_BYTES = 12;
  private static final int TOKEN_BYTES = 24;

  private RandomText() {}

  /** An id like the service's: 24 hexadecimal digits. */
  static String id() {
    return hex(ID_BYTES);
  }

  /** An API key, with the service's prefix. */
  static String token() {
    return "sai_" + hex(TOKEN_BYTES);
  }

  private static String hex(int count) {
    var bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
