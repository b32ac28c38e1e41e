package io.github.spheronssh.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.apache.sshd.common.config.keys.u2f.SkED25519PublicKey;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** What a public key consists of, and how it travels (RFC 4253 section 6.6, RFC 5656, RFC 8709). */
sealed interface PublicNumbers {
  /** What OpenSSH calls an RSA key too short or too long to be one. */
  int LEAST_RSA_BITS = 1024;

  int MOST_RSA_BITS = 16384;

  String SK_ED25519 = "sk-ssh-ed25519@openssh.com";
  String SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";

  /** The name of the key's type on the wire. */
  String type();

  /** The kind as {@code ssh-keygen -l} names it. */
  String label();

  int bits();

  PublicKey toKey();

  /** RFC 8709: a point in 32 bytes. */
  final class EdwardsPoint implements PublicNumbers {
    private final byte[] point;

    EdwardsPoint(byte[] point) {
      this.point = point;
    }

    byte[] bytes() {
      return point.clone();
    }

    @Override
    public String type() {
      return "ssh-ed25519";
    }

    @Override
    public String label() {
      return "ED25519";
    }

    @Override
    public int bits() {
      return 256;
    }

    @Override
    public PublicKey toKey() {
      return Ed25519Keys.publicKey(point);
    }
  }

  /** RFC 5656: a point on one of NIST's curves. */
  record CurvePoint(Curve curve, ECPoint point) implements PublicNumbers {
    @Override
    public String type() {
      return curve.keyType();
    }

    @Override
    public String label() {
      return "ECDSA";
    }

    @Override
    public int bits() {
      return curve.bits();
    }

    @Override
    public ECPublicKey toKey() {
      var numbers = new ECPublicKeySpec(point, curve.parameters());
      return (ECPublicKey) generate("EC", numbers);
    }
  }

  /** RFC 4253: exponent and modulus. */
  record Rsa(BigInteger exponent, BigInteger modulus) implements PublicNumbers {
    @Override
    public String type() {
      return "ssh-rsa";
    }

    @Override
    public String label() {
      return "RSA";
    }

    @Override
    public int bits() {
      return modulus.bitLength();
    }

    @Override
    public PublicKey toKey() {
      return generate("RSA", new RSAPublicKeySpec(modulus, exponent));
    }
  }

  /** OpenSSH's PROTOCOL.u2f: a key whose private half never leaves its token. */
  record SecurityKey(PublicNumbers key, String application) implements PublicNumbers {
    @Override
    public String type() {
      return key instanceof EdwardsPoint ? SK_ED25519 : SK_ECDSA;
    }

    @Override
    public String label() {
      return key.label() + "-SK";
    }

    @Override
    public int bits() {
      return key.bits();
    }

    @Override
    public PublicKey toKey() {
      return switch (key) {
        case CurvePoint point -> new SkEcdsaPublicKey(application, false, false, point.toKey());
        default -> new SkED25519PublicKey(application, false, false, key.toKey());
      };
    }
  }

  /** Reads a blob to its last byte. */
  static PublicNumbers read(byte[] blob) throws KeyFormatException {
    var reader = new WireReader(blob);
    PublicNumbers numbers = read(reader.text(), reader);
    if (!reader.atEnd()) {
      throw new KeyFormatException("the key has bytes after its end");
    }
    return numbers;
  }

  /** Reads what follows the type's name. */
  static PublicNumbers read(String type, WireReader reader) throws KeyFormatException {
    return switch (type) {
      case "ssh-ed25519" -> edwardsPoint(reader);
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          curvePoint(type, reader);
      case "ssh-rsa" -> rsa(reader.positive(), reader.positive());
      case SK_ED25519 -> new SecurityKey(edwardsPoint(reader), reader.text());
      case SK_ECDSA -> new SecurityKey(curvePoint(Curve.P256.keyType(), reader), reader.text());
      default -> throw KeyTypes.unknown(type);
    };
  }

  /** The numbers of a key that some library made. */
  static PublicNumbers of(PublicKey key) throws KeyFormatException {
    return switch (key) {
      case RSAPublicKey rsa -> rsa(rsa.getPublicExponent(), rsa.getModulus());
      case ECPublicKey ec -> {
        Curve curve =
            Curve.of(ec)
                .orElseThrow(
                    () -> new KeyFormatException("the key lies on a curve that ssh doesn't know"));
        yield new CurvePoint(curve, ec.getW());
      }
      case PublicKey edwards when Ed25519Keys.isOne(edwards) ->
          new EdwardsPoint(Ed25519Keys.point(key));
      default -> throw new KeyFormatException("ssh has no keys of the kind " + key.getAlgorithm());
    };
  }

  /** The bytes that are hashed, compared and sent. */
  default byte[] blob() {
    var writer = new WireWriter().text(type());
    write(writer);
    return writer.toBytes();
  }

  private void write(WireWriter writer) {
    switch (this) {
      case EdwardsPoint edwards -> writer.string(edwards.point);
      case CurvePoint(Curve curve, ECPoint point) ->
          writer.text(curve.sshName()).string(curve.encode(point));
      case Rsa(BigInteger exponent, BigInteger modulus) -> writer.mpint(exponent).mpint(modulus);
      case SecurityKey(PublicNumbers key, String application) -> {
        key.write(writer);
        writer.text(application);
      }
    }
  }

  private static EdwardsPoint edwardsPoint(WireReader reader) throws KeyFormatException {
    byte[] point = reader.string();
    if (point.length != 32 || !Ed25519.validatePublicKeyPartial(point, 0)) {
      throw new KeyFormatException("the key is not a point of Ed25519");
    }
    return new EdwardsPoint(point);
  }

  /** Reads the curve's name, which the type has to end with, and the point. */
  static CurvePoint curvePoint(String type, WireReader reader) throws KeyFormatException {
    String name = reader.text();
    for (Curve curve : Curve.values()) {
      if (curve.sshName().equals(name) && curve.keyType().equals(type)) {
        return new CurvePoint(curve, curve.point(reader.string()));
      }
    }
    throw new KeyFormatException("the key's curve is not the one that its type names");
  }

  /** Checks that the numbers may be those of a key. */
  static Rsa rsa(BigInteger exponent, BigInteger modulus) throws KeyFormatException {
    var key = new Rsa(exponent, modulus);
    if (key.bits() < LEAST_RSA_BITS || key.bits() > MOST_RSA_BITS) {
      throw new KeyFormatException(
          "expected an rsa key of %d to %d bits, met %d bits"
              .formatted(LEAST_RSA_BITS, MOST_RSA_BITS, key.bits()));
    }
    if (!key.exponent().testBit(0) || key.exponent().bitLength() < 2 || !key.modulus().testBit(0)) {
      throw new KeyFormatException("the key's numbers are not those of an rsa key");
    }
    return key;
  }

  private static PublicKey generate(String algorithm, java.security.spec.KeySpec numbers) {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(numbers);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("numbers that were checked make no key", e);
    }
  }
}
