package io.github.spheronssh.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;

/**
 * What a private key consists of, and how OpenSSH's files hold it (PROTOCOL.key, PROTOCOL.agent).
 * Each is made with its public half, and the two are checked to belong together.
 */
sealed interface PrivateNumbers {
  PublicNumbers publicHalf();

  PrivateKey toKey();

  default KeyPair toPair() {
    return new KeyPair(publicHalf().toKey(), toKey());
  }

  /** RFC 8032: the seed that all else follows from. */
  final class Seed implements PrivateNumbers {
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    byte[] bytes() {
      return seed.clone();
    }

    @Override
    public PublicNumbers publicHalf() {
      return new PublicNumbers.EdwardsPoint(Ed25519Keys.point(seed));
    }

    @Override
    public PrivateKey toKey() {
      return Ed25519Keys.privateKey(seed);
    }
  }

  /** A number and its multiple of the curve's base point. */
  record Scalar(PublicNumbers.CurvePoint publicHalf, BigInteger number) implements PrivateNumbers {
    static Scalar of(Curve curve, BigInteger number) throws KeyFormatException {
      ECPoint point = CurveArithmetic.multiplyBase(curve, number);
      return new Scalar(new PublicNumbers.CurvePoint(curve, point), number);
    }

    @Override
    public PrivateKey toKey() {
      return generate("EC", new ECPrivateKeySpec(number, publicHalf.curve().parameters()));
    }

    @Override
    public String toString() {
      return "private half of " + publicHalf;
    }
  }

  /** RFC 8017: the private exponent and the modulus's two primes. */
  record Rsa(PublicNumbers.Rsa publicHalf, BigInteger exponent, BigInteger p, BigInteger q)
      implements PrivateNumbers {

    /** Checks that the numbers belong together. */
    static Rsa of(PublicNumbers.Rsa publicHalf, BigInteger exponent, BigInteger p, BigInteger q)
        throws KeyFormatException {
      BigInteger product = publicHalf.exponent().multiply(exponent).subtract(BigInteger.ONE);
      boolean whole =
          p.bitLength() > 1
              && q.bitLength() > 1
              && p.multiply(q).equals(publicHalf.modulus())
              && product.mod(p.subtract(BigInteger.ONE)).signum() == 0
              && product.mod(q.subtract(BigInteger.ONE)).signum() == 0
              && p.gcd(q).equals(BigInteger.ONE);
      if (!whole) {
        throw mismatch();
      }
      return new Rsa(publicHalf, exponent, p, q);
    }

    BigInteger coefficient() {
      return q.modInverse(p);
    }

    @Override
    public PrivateKey toKey() {
      return generate(
          "RSA",
          new RSAPrivateCrtKeySpec(
              publicHalf.modulus(),
              publicHalf.exponent(),
              exponent,
              p,
              q,
              exponent.mod(p.subtract(BigInteger.ONE)),
              exponent.mod(q.subtract(BigInteger.ONE)),
              coefficient()));
    }

    @Override
    public String toString() {
      return "private half of " + publicHalf;
    }
  }

  /** The numbers of a key pair that some library made. */
  static PrivateNumbers of(KeyPair pair) throws KeyFormatException {
    PublicNumbers publicHalf = PublicNumbers.of(pair.getPublic());
    return switch (pair.getPrivate()) {
      case RSAPrivateCrtKey rsa when publicHalf instanceof PublicNumbers.Rsa half ->
          Rsa.of(half, rsa.getPrivateExponent(), rsa.getPrimeP(), rsa.getPrimeQ());
      case ECPrivateKey ec when publicHalf instanceof PublicNumbers.CurvePoint half ->
          matching(half, Scalar.of(half.curve(), ec.getS()));
      case PrivateKey key when publicHalf instanceof PublicNumbers.EdwardsPoint half ->
          matching(half, new Seed(Ed25519Keys.seed(key)));
      default -> throw mismatch();
    };
  }

  /** Reads what a private section holds for one key: its type's name and its numbers. */
  static PrivateNumbers read(WireReader reader) throws KeyFormatException {
    String type = reader.text();
    return switch (type) {
      case "ssh-rsa" -> {
        BigInteger modulus = reader.positive();
        var half = PublicNumbers.rsa(reader.positive(), modulus);
        BigInteger exponent = reader.positive();
        reader.positive(); // the coefficient follows from the primes
        yield Rsa.of(half, exponent, reader.positive(), reader.positive());
      }
      case String name when name.startsWith("ecdsa-sha2-") -> {
        var half = PublicNumbers.curvePoint(name, reader);
        yield matching(half, Scalar.of(half.curve(), reader.positive()));
      }
      case "ssh-ed25519" -> {
        byte[] point = reader.string();
        byte[] seed = Arrays.copyOf(reader.string(), Ed25519Keys.SEED_SIZE);
        yield matching(new PublicNumbers.EdwardsPoint(point), new Seed(seed));
      }
      default -> throw KeyTypes.unknown(type);
    };
  }

  /** Writes what {@link #read} reads. */
  default void write(WireWriter writer) {
    writer.text(publicHalf().type());
    switch (this) {
      case Seed edwards -> {
        byte[] point = Ed25519Keys.point(edwards.seed);
        writer.string(point).uint32(2 * Ed25519Keys.SEED_SIZE).raw(edwards.seed).raw(point);
      }
      case Scalar(PublicNumbers.CurvePoint half, BigInteger number) ->
          writer
              .text(half.curve().sshName())
              .string(half.curve().encode(half.point()))
              .mpint(number);
      case Rsa rsa ->
          writer
              .mpint(rsa.publicHalf.modulus())
              .mpint(rsa.publicHalf.exponent())
              .mpint(rsa.exponent)
              .mpint(rsa.coefficient())
              .mpint(rsa.p)
              .mpint(rsa.q);
    }
  }

  private static PrivateNumbers matching(PublicNumbers half, PrivateNumbers numbers)
      throws KeyFormatException {
    if (!Arrays.equals(half.blob(), numbers.publicHalf().blob())) {
      throw mismatch();
    }
    return numbers;
  }

  private static KeyFormatException mismatch() {
    return new KeyFormatException("the private half does not belong to the public half");
  }

  private static PrivateKey generate(String algorithm, KeySpec numbers) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(numbers);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("numbers that were checked make no key", e);
    }
  }
}
