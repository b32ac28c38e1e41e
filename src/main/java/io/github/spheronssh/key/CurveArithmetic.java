package io.github.spheronssh.key;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Finds the point that belongs to a private number, which the JDK has no way to ask for. */
final class CurveArithmetic {
  private CurveArithmetic() {}

  static ECPoint multiplyBase(Curve curve, BigInteger number) throws KeyFormatException {
    X9ECParameters parameters = CustomNamedCurves.getByName(curve.named().getName());
    if (number.signum() <= 0 || number.compareTo(parameters.getN()) >= 0) {
      throw new KeyFormatException("the private number lies outside the curve " + curve.sshName());
    }
    var point = new FixedPointCombMultiplier().multiply(parameters.getG(), number).normalize();
    return new ECPoint(
        point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }
}
