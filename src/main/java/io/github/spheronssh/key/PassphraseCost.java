package io.github.spheronssh.key;

import java.math.BigInteger;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Bounds the work that an encrypted PKCS#8 file may ask for before it opens (RFC 8018). */
final class PassphraseCost {
  /** Twenty seconds; OpenSSL writes 2048, and careful people some hundred thousand. */
  private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(10_000_000);

  /** In bytes; OpenSSL itself refuses to use more than half as much. */
  private static final BigInteger MOST_MEMORY = BigInteger.valueOf(64 << 20);

  private PassphraseCost() {}

  static void check(PKCS8EncryptedPrivateKeyInfo key) throws KeyFormatException {
    AlgorithmIdentifier algorithm = key.getEncryptionAlgorithm();
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return; // the old schemes are bounded where they are carried out
    }
    KeyDerivationFunc stretching =
        PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
    if (isTooMuch(stretching)) {
      throw new KeyFormatException(
          "the key asks for more work than any passphrase needs", "ssh-keygen -p -f FILE");
    }
  }

  private static boolean isTooMuch(KeyDerivationFunc stretching) {
    if (stretching.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      var scrypt = ScryptParams.getInstance(stretching.getParameters());
      BigInteger block = scrypt.getBlockSize().multiply(BigInteger.valueOf(128));
      return block.multiply(scrypt.getCostParameter()).compareTo(MOST_MEMORY) > 0
          || block.multiply(scrypt.getParallelizationParameter()).compareTo(MOST_MEMORY) > 0;
    }
    var iterations = PBKDF2Params.getInstance(stretching.getParameters()).getIterationCount();
    return iterations.compareTo(MOST_ITERATIONS) > 0;
  }
}
