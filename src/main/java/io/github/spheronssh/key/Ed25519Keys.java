package io.github.spheronssh.key;

import java.io.IOException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.provider.asymmetric.edec.KeyFactorySpi;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * BouncyCastle's Ed25519 keys, the only ones that MINA signs with, made without registering
 * BouncyCastle's provider: that alone would take longer than all else a key needs.
 */
final class Ed25519Keys {
  static final int SEED_SIZE = 32;

  private static final byte[] PUBLIC_KEY_HEADER =
      HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 section 4

  private Ed25519Keys() {}

  static boolean isOne(Key key) {
    String algorithm = key.getAlgorithm();
    return algorithm.equals("Ed25519") || algorithm.equals("EdDSA");
  }

  static PublicKey publicKey(byte[] point) {
    try {
      return new KeyFactorySpi.Ed25519()
          .generatePublic(new SubjectPublicKeyInfo(algorithm(), point));
    } catch (IOException e) {
      throw new IllegalStateException("a point that was checked makes no key", e);
    }
  }

  static PrivateKey privateKey(byte[] seed) {
    try {
      var info = new PrivateKeyInfo(algorithm(), new DEROctetString(seed));
      return new KeyFactorySpi.Ed25519().generatePrivate(info);
    } catch (IOException e) {
      throw new IllegalStateException("a seed makes no key", e);
    }
  }

  /** The point that belongs to a seed (RFC 8032 section 5.1.5). */
  static byte[] point(byte[] seed) {
    byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    return point;
  }

  static byte[] point(PublicKey key) throws KeyFormatException {
    byte[] encoded = key.getEncoded();
    int header = PUBLIC_KEY_HEADER.length;
    if (encoded.length != header + Ed25519.PUBLIC_KEY_SIZE
        || !Arrays.equals(encoded, 0, header, PUBLIC_KEY_HEADER, 0, header)) {
      throw new KeyFormatException("ssh has no keys of the kind " + key.getAlgorithm());
    }
    return Arrays.copyOfRange(encoded, header, encoded.length);
  }

  static byte[] seed(PrivateKey key) {
    var info = PrivateKeyInfo.getInstance(key.getEncoded());
    return ASN1OctetString.getInstance(info.getPrivateKey().getOctets()).getOctets();
  }

  private static AlgorithmIdentifier algorithm() {
    return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
  }
}
