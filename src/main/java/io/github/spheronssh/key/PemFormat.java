package io.github.spheronssh.key;

import java.io.IOException;
import java.io.StringReader;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** OpenSSL's formats of private keys: PKCS#1, SEC 1 and PKCS#8, each encrypted or not. */
final class PemFormat implements PrivateKeyFormat {
  /** The blocks that may stand before the key, like the parameters of its curve. */
  private static final int MOST_BLOCKS = 4;

  private final Object content;
  private final Optional<SshKeyPair> open;

  private PemFormat(Object content, Optional<SshKeyPair> open) {
    this.content = content;
    this.open = open;
  }

  static PemFormat parse(String text) throws KeyFormatException {
    return switch (firstKey(text)) {
      case PEMKeyPair pair -> new PemFormat(pair, Optional.of(pair(pair.getPrivateKeyInfo())));
      case PrivateKeyInfo info -> new PemFormat(info, Optional.of(pair(info)));
      case Object encrypted -> new PemFormat(encrypted, Optional.empty());
    };
  }

  @Override
  public boolean isEncrypted() {
    return open.isEmpty();
  }

  @Override
  public Optional<PublicKeyLine> publicKey() {
    return open.map(SshKeyPair::publicKey);
  }

  @Override
  public Optional<SshKeyPair> unlock(char[] passphrase) throws KeyFormatException {
    if (open.isPresent()) {
      return open;
    }
    char[] bytes = Passphrases.utf8Chars(passphrase);
    try {
      Optional<PrivateKeyInfo> info =
          content instanceof PKCS8EncryptedPrivateKeyInfo pkcs8
              // Which of the two spellings the parser cuts down to bytes depends on the algorithm.
              ? decrypt(pkcs8, passphrase).or(() -> decryptAgain(pkcs8, passphrase, bytes))
              : decrypt((PEMEncryptedKeyPair) content, bytes);
      return info.isPresent() ? Optional.of(pair(info.get())) : Optional.empty();
    } catch (Unsupported e) {
      throw new KeyFormatException(
          "the key is encrypted in a way that is not supported", "ssh-keygen -p -f FILE");
    } finally {
      Arrays.fill(bytes, '\0');
    }
  }

  /** The parser answers rubbish with exceptions of many kinds; all of them say the same. */
  private static Object firstKey(String text) throws KeyFormatException {
    try (var parser = new PEMParser(new StringReader(text))) {
      for (int i = 0; i < MOST_BLOCKS; i++) {
        Object block = parser.readObject();
        if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
          PassphraseCost.check(encrypted);
        }
        if (block instanceof PEMKeyPair
            || block instanceof PrivateKeyInfo
            || block instanceof PEMEncryptedKeyPair
            || block instanceof PKCS8EncryptedPrivateKeyInfo) {
          return block;
        }
      }
      throw damaged();
    } catch (IOException | RuntimeException e) {
      throw damaged();
    }
  }

  private static Optional<PrivateKeyInfo> decrypt(PEMEncryptedKeyPair pair, char[] passphrase) {
    try {
      var decryptor = new BcPEMDecryptorProvider(passphrase);
      return Optional.of(pair.decryptKeyPair(decryptor).getPrivateKeyInfo());
    } catch (IOException | RuntimeException e) {
      return wrongPassphrase(e);
    }
  }

  private static Optional<PrivateKeyInfo> decryptAgain(
      PKCS8EncryptedPrivateKeyInfo info, char[] passphrase, char[] bytes) {
    return Arrays.equals(passphrase, bytes) ? Optional.empty() : decrypt(info, bytes);
  }

  private static Optional<PrivateKeyInfo> decrypt(
      PKCS8EncryptedPrivateKeyInfo info, char[] passphrase) {
    try {
      // A provider of its own, since to register one would change the whole process.
      var decryptor =
          new JceOpenSSLPKCS8DecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(passphrase);
      return Optional.of(info.decryptPrivateKeyInfo(decryptor));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      return wrongPassphrase(e);
    }
  }

  /** A wrong passphrase shows as bytes that make no sense, one way or another. */
  private static Optional<PrivateKeyInfo> wrongPassphrase(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoSuchAlgorithmException
          || String.valueOf(cause.getMessage()).contains("unknown encryption")) {
        throw new Unsupported(e);
      }
    }
    return Optional.empty();
  }

  private static SshKeyPair pair(PrivateKeyInfo info) throws KeyFormatException {
    try {
      PrivateNumbers numbers =
          switch (PrivateKeyFactory.createKey(info)) {
            case RSAPrivateCrtKeyParameters rsa ->
                PrivateNumbers.Rsa.of(
                    PublicNumbers.rsa(rsa.getPublicExponent(), rsa.getModulus()),
                    rsa.getExponent(),
                    rsa.getP(),
                    rsa.getQ());
            case ECPrivateKeyParameters ec -> PrivateNumbers.Scalar.of(curve(ec), ec.getD());
            case Ed25519PrivateKeyParameters edwards ->
                new PrivateNumbers.Seed(edwards.getEncoded());
            case Object other ->
                throw new KeyFormatException(
                    "expected an ed25519, ecdsa or rsa key, met another kind ("
                        + other.getClass().getSimpleName().replace("PrivateKeyParameters", "")
                        + ")");
          };
      return new SshKeyPair(numbers.toPair(), PublicKeyLine.of(numbers.publicHalf(), ""));
    } catch (IOException | RuntimeException e) {
      throw damaged();
    }
  }

  private static Curve curve(ECPrivateKeyParameters key) throws KeyFormatException {
    for (Curve curve : Curve.values()) {
      if (curve.parameters().getOrder().equals(key.getParameters().getN())) {
        return curve;
      }
    }
    throw new KeyFormatException("the key lies on a curve that ssh doesn't know");
  }

  private static KeyFormatException damaged() {
    return new KeyFormatException("the key is damaged: its PEM can't be read");
  }

  /** Carries the reason through the parser's callers, which pass it on unseen. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsupported(Throwable cause) {
      super(cause);
    }
  }
}
