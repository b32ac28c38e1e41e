package io.github.spheronssh.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;

/** Makes new key pairs. */
public final class KeyGenerator {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int SAFE_RSA_BITS = 3072;
  private static final int MOST_RSA_BITS = 16384;

  private final SecureRandom random = new SecureRandom();

  /**
   * Makes a key pair.
   *
   * @param bits the key's size, one of {@link KeyKind#sizes}; for RSA 3072 to 16384
   * @param weakAllowed whether RSA may be as short as 2048 bits
   * @param comment what stands in both files
   * @throws KeyFormatException where there is no such key, or it would be too weak
   */
  public SshKeyPair generate(KeyKind kind, int bits, boolean weakAllowed, String comment)
      throws KeyFormatException {
    check(kind, bits, weakAllowed);
    try {
      KeyPair pair = generate(kind, bits);
      return new SshKeyPair(pair, PublicKeyLine.of(pair.getPublic(), comment));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime makes no keys of kind " + kind, e);
    }
  }

  private KeyPair generate(KeyKind kind, int bits) throws GeneralSecurityException {
    return switch (kind) {
      case ED25519 -> {
        byte[] seed = new byte[Ed25519Keys.SEED_SIZE];
        random.nextBytes(seed);
        yield new PrivateNumbers.Seed(seed).toPair();
      }
      case ECDSA -> {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(Curve.ofSize(bits).orElseThrow().named(), random);
        yield generator.generateKeyPair();
      }
      case RSA -> {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits, random);
        yield generator.generateKeyPair();
      }
    };
  }

  private static void check(KeyKind kind, int bits, boolean weakAllowed) throws KeyFormatException {
    if (kind != KeyKind.RSA) {
      if (!kind.sizes().contains(bits)) {
        throw new KeyFormatException(
            "%s keys have %s bits, not %d".formatted(kind.label(), sizes(kind), bits),
            command(kind));
      }
      return;
    }
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
      throw new KeyFormatException(
          "expected an rsa key of %d to %d bits, met %d"
              .formatted(SAFE_RSA_BITS, MOST_RSA_BITS, bits),
          command(kind));
    }
    if (bits < SAFE_RSA_BITS && !weakAllowed) {
      throw new KeyFormatException(
          "an rsa key of %d bits is weak: expected %d or more".formatted(bits, SAFE_RSA_BITS),
          command(kind) + ", or --force-weak where a server takes nothing longer");
    }
  }

  private static String command(KeyKind kind) {
    return "spheron-ssh keygen -t %s -b %d".formatted(kind.label(), kind.defaultBits());
  }

  private static String sizes(KeyKind kind) {
    return String.join(", ", kind.sizes().stream().map(String::valueOf).toList());
  }
}
