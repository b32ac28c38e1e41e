package io.github.spheronssh.key;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Keys as the structures of ASN.1 that OpenSSL's formats hold (RFC 8017, 5915, 5958, 5280). */
final class KeyStructures {
  private KeyStructures() {}

  /** PKCS#1's public key. */
  static ASN1Object pkcs1(PublicNumbers.Rsa rsa) {
    return new RSAPublicKey(rsa.modulus(), rsa.exponent());
  }

  /** PKCS#1's private key. */
  static ASN1Object pkcs1(PrivateNumbers.Rsa rsa) {
    BigInteger one = BigInteger.ONE;
    return new RSAPrivateKey(
        rsa.publicHalf().modulus(),
        rsa.publicHalf().exponent(),
        rsa.exponent(),
        rsa.p(),
        rsa.q(),
        rsa.exponent().mod(rsa.p().subtract(one)),
        rsa.exponent().mod(rsa.q().subtract(one)),
        rsa.coefficient());
  }

  /** SEC 1's private key, which names its curve unless what is around it does. */
  static ASN1Object sec1(PrivateNumbers.Scalar scalar, boolean namesCurve) {
    Curve curve = scalar.publicHalf().curve();
    var point = new DERBitString(curve.encode(scalar.publicHalf().point()));
    int bits = curve.bits();
    return namesCurve
        ? new ECPrivateKey(bits, scalar.number(), point, identifier(curve))
        : new ECPrivateKey(bits, scalar.number(), point, null);
  }

  /** X.509's public key. */
  static ASN1Object publicInfo(PublicKeyLine key) throws KeyFormatException {
    return switch (PublicNumbers.read(key.blob())) {
      case PublicNumbers.Rsa rsa -> info(rsaAlgorithm(), pkcs1(rsa));
      case PublicNumbers.CurvePoint(Curve curve, var point) ->
          new SubjectPublicKeyInfo(ecAlgorithm(curve), curve.encode(point));
      case PublicNumbers.EdwardsPoint edwards ->
          new SubjectPublicKeyInfo(edwardsAlgorithm(), edwards.bytes());
      case PublicNumbers.SecurityKey _ ->
          throw new KeyFormatException(
              "PKCS#8 has no keys of the kind " + key.type(), "-m RFC4716 has them");
    };
  }

  /** PKCS#8's private key. */
  static ASN1Object privateInfo(PrivateNumbers numbers) {
    try {
      return switch (numbers) {
        case PrivateNumbers.Rsa rsa -> new PrivateKeyInfo(rsaAlgorithm(), pkcs1(rsa));
        case PrivateNumbers.Scalar scalar ->
            new PrivateKeyInfo(ecAlgorithm(scalar.publicHalf().curve()), sec1(scalar, false));
        case PrivateNumbers.Seed seed ->
            new PrivateKeyInfo(edwardsAlgorithm(), new DEROctetString(seed.bytes()));
      };
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory can't be encoded", e);
    }
  }

  /** Reads X.509's public key. */
  static PublicNumbers publicNumbers(SubjectPublicKeyInfo info) throws KeyFormatException {
    try {
      return switch (PublicKeyFactory.createKey(info)) {
        case RSAKeyParameters rsa -> PublicNumbers.rsa(rsa.getExponent(), rsa.getModulus());
        case Ed25519PublicKeyParameters edwards ->
            PublicNumbers.read(
                "ssh-ed25519",
                new WireReader(new WireWriter().string(edwards.getEncoded()).toBytes()));
        case ECPublicKeyParameters ec -> curvePoint(ec);
        case Object other ->
            throw new KeyFormatException(
                "expected an ed25519, ecdsa or rsa key, met another kind (%s)"
                    .formatted(
                        other.getClass().getSimpleName().replace("PublicKeyParameters", "")));
      };
    } catch (IOException | RuntimeException e) {
      throw new KeyFormatException("the key is damaged: its PEM can't be read");
    }
  }

  private static PublicNumbers curvePoint(ECPublicKeyParameters key) throws KeyFormatException {
    for (Curve curve : Curve.values()) {
      if (curve.parameters().getOrder().equals(key.getParameters().getN())) {
        return new PublicNumbers.CurvePoint(curve, curve.point(key.getQ().getEncoded(false)));
      }
    }
    throw new KeyFormatException("the key lies on a curve that ssh doesn't know");
  }

  private static SubjectPublicKeyInfo info(AlgorithmIdentifier algorithm, ASN1Object key) {
    try {
      return new SubjectPublicKeyInfo(algorithm, key);
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory can't be encoded", e);
    }
  }

  private static AlgorithmIdentifier rsaAlgorithm() {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
  }

  private static AlgorithmIdentifier edwardsAlgorithm() {
    return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
  }

  private static AlgorithmIdentifier ecAlgorithm(Curve curve) {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, identifier(curve));
  }

  private static ASN1ObjectIdentifier identifier(Curve curve) {
    return switch (curve) {
      case P256 -> SECObjectIdentifiers.secp256r1;
      case P384 -> SECObjectIdentifiers.secp384r1;
      case P521 -> SECObjectIdentifiers.secp521r1;
    };
  }
}
