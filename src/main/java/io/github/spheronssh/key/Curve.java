package io.github.spheronssh.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Optional;

/** NIST's curves that SSH requires (RFC 5656 section 10.1). */
enum Curve {
  P256("nistp256", "secp256r1", 256),
  P384("nistp384", "secp384r1", 384),
  P521("nistp521", "secp521r1", 521);

  private final String sshName;
  private final String standardName;
  private final int bits;

  Curve(String sshName, String standardName, int bits) {
    this.sshName = sshName;
    this.standardName = standardName;
    this.bits = bits;
  }

  String sshName() {
    return sshName;
  }

  int bits() {
    return bits;
  }

  String keyType() {
    return "ecdsa-sha2-" + sshName;
  }

  ECGenParameterSpec named() {
    return new ECGenParameterSpec(standardName);
  }

  ECParameterSpec parameters() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(named());
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks the curve " + standardName, e);
    }
  }

  static Optional<Curve> ofSize(int bits) {
    return Arrays.stream(values()).filter(curve -> curve.bits == bits).findFirst();
  }

  /** The curve a key lies on, where it is one of these. */
  static Optional<Curve> of(ECKey key) {
    return ofSize(key.getParams().getOrder().bitLength())
        .filter(curve -> curve.parameters().getCurve().equals(key.getParams().getCurve()));
  }

  /** Reads an uncompressed point (SEC 1 section 2.3.4), and checks that it is on the curve. */
  ECPoint point(byte[] encoded) throws KeyFormatException {
    int size = (bits + 7) / 8;
    if (encoded.length != 1 + 2 * size || encoded[0] != 4) {
      throw new KeyFormatException("the key's point is not an uncompressed one of " + sshName);
    }
    var point =
        new ECPoint(
            new BigInteger(1, encoded, 1, size), new BigInteger(1, encoded, 1 + size, size));
    if (!holds(point)) {
      throw new KeyFormatException("the key's point is not on the curve " + sshName);
    }
    return point;
  }

  byte[] encode(ECPoint point) {
    int size = (bits + 7) / 8;
    byte[] encoded = new byte[1 + 2 * size];
    encoded[0] = 4;
    place(point.getAffineX(), encoded, 1 + size);
    place(point.getAffineY(), encoded, 1 + 2 * size);
    return encoded;
  }

  private boolean holds(ECPoint point) {
    var curve = parameters().getCurve();
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
    return x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.multiply(y).subtract(right).mod(p).signum() == 0;
  }

  private static void place(BigInteger number, byte[] target, int end) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    System.arraycopy(bytes, from, target, end - (bytes.length - from), bytes.length - from);
  }
}
