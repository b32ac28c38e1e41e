package io.github.spheronssh.key;

import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How version 3 of PuTTY's format stretches a passphrase: Argon2 (RFC 9106), which a file may not
 * ask more of than this machine can give.
 */
final class PuttyStretching {
  /** In KiB; puttygen takes 8192. */
  private static final int MOST_MEMORY = 64 << 10;

  /** In KiB, of all passes together: some ten seconds. */
  private static final long MOST_WORK = 2 << 20;

  private static final int LEAST_MEMORY_OF_A_LANE = 8;
  private static final int MOST_SALT = 128;

  private final String flavour;
  private final int memory;
  private final int passes;
  private final int lanes;
  private final byte[] salt;

  /** Takes what a file says: the memory in KiB, the passes over it, the lanes that divide it. */
  PuttyStretching(String flavour, int memory, int passes, int lanes, byte[] salt) {
    this.flavour = flavour;
    this.memory = memory;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
  }

  /** What puttygen asks for by default, but for the passes, which it makes last a tenth of a s. */
  static PuttyStretching usual(byte[] salt) {
    return new PuttyStretching("Argon2id", 8192, 13, 1, salt);
  }

  /** Checks what a file asks for before any of it is done. */
  PuttyStretching checked() throws KeyFormatException {
    if (type() < 0 || lanes < 1 || passes < 1 || memory / LEAST_MEMORY_OF_A_LANE < lanes) {
      throw new KeyFormatException("the key is encrypted in a way that is not supported");
    }
    if (memory > MOST_MEMORY || (long) memory * passes > MOST_WORK || salt.length > MOST_SALT) {
      throw new KeyFormatException(
          "the key asks for more work than any passphrase needs",
          "puttygen FILE --ppk-param memory=8192,passes=13 -o FILE");
    }
    return this;
  }

  byte[] derive(byte[] secret, int size) {
    var parameters =
        new Argon2Parameters.Builder(type())
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] derived = new byte[size];
    generator.generateBytes(secret, derived);
    return derived;
  }

  /** The header's lines. */
  String text() {
    return """
    Key-Derivation: %s
    Argon2-Memory: %d
    Argon2-Passes: %d
    Argon2-Parallelism: %d
    Argon2-Salt: %s
    """
        .formatted(flavour, memory, passes, lanes, HexFormat.of().formatHex(salt));
  }

  private int type() {
    return switch (flavour) {
      case "Argon2d" -> Argon2Parameters.ARGON2_d;
      case "Argon2i" -> Argon2Parameters.ARGON2_i;
      case "Argon2id" -> Argon2Parameters.ARGON2_id;
      default -> -1;
    };
  }
}
