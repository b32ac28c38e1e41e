package io.github.spheronssh.ssh;

import io.github.spheronssh.key.PublicKeyLine;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactory;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Checks signatures that name their algorithm in front (RFC 4253, 6.6). */
final class SignatureCheck {
  /** How RSA keys sign; never by SHA-1. */
  static final Set<String> RSA = Set.of("rsa-sha2-512", "rsa-sha2-256");

  private SignatureCheck() {}

  /**
   * Why a signature counts for nothing; absent where the key made it.
   *
   * @param algorithms those that are good enough
   */
  static Optional<String> fault(
      PublicKeyLine key, byte[] data, byte[] signature, Collection<String> algorithms) {
    try {
      String algorithm = new ByteArrayBuffer(signature).getString();
      if (!keyType(algorithm).equals(key.type())) {
        return Optional.of("a %s key can't sign by %s".formatted(key.type(), algorithm));
      }
      SignatureFactory factory = BuiltinSignatures.resolveFactory(algorithm);
      if (factory == null || !algorithms.contains(algorithm)) {
        return Optional.of("it is signed by " + algorithm + ", which is not taken");
      }
      @Nullable SessionContext anySession = null; // the library only names it in its log
      Signature check = factory.create();
      check.initVerifier(anySession, key.publicKey());
      check.update(anySession, data);
      return check.verify(anySession, signature)
          ? Optional.empty()
          : Optional.of("its signature is wrong");
    } catch (Exception e) { // MINA throws all kinds at a signature that is none
      return Optional.of("its signature can't be read: " + e.getMessage());
    }
  }

  private static String keyType(String algorithm) {
    return RSA.contains(algorithm) ? "ssh-rsa" : algorithm;
  }
}
