package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.SessionBinding;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.key.WrongPassphraseException;
import io.github.spheronssh.ssh.Event.Answer;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactory;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Signs with an identity, and unlocks it first where it has to be. */
final class Signer {
  private final Identity identity;
  private final Unlocking unlocking;
  private final String type;
  private final byte[] blob;
  private final @Nullable SshKeyPair unlocked;

  private Signer(
      Identity identity,
      Unlocking unlocking,
      String type,
      byte[] blob,
      @Nullable SshKeyPair unlocked) {
    this.identity = identity;
    this.unlocking = unlocking;
    this.type = type;
    this.blob = blob;
    this.unlocked = unlocked;
  }

  /** What a signer needs to ask for a passphrase and to tell what became of it. */
  record Unlocking(Questions questions, StageClock clock, Observer observer) {}

  /** A signer; none where the identity has no public half and can't be unlocked to tell it. */
  static Optional<Signer> of(Identity identity, Unlocking unlocking) throws SpheronSshException {
    if (identity instanceof Identity.AgentHeld(SshAgent _, var key)) {
      return Optional.of(new Signer(identity, unlocking, key.type(), key.blob(), null));
    }
    Optional<Certificate> certificate = identity.certificate();
    if (certificate.isPresent()) {
      Certificate of = certificate.get();
      return Optional.of(new Signer(identity, unlocking, of.type(), of.blob(), null));
    }
    Optional<PublicKeyLine> line = identity.publicKey();
    if (line.isPresent()) {
      PublicKeyLine key = line.get();
      return Optional.of(new Signer(identity, unlocking, key.type(), key.blob(), null));
    }
    Optional<SshKeyPair> pair = unlock(identity, "", unlocking);
    return pair.map(
        each ->
            new Signer(
                identity, unlocking, each.publicKey().type(), each.publicKey().blob(), each));
  }

  Identity identity() {
    return identity;
  }

  String type() {
    return type;
  }

  byte[] blob() {
    return blob;
  }

  /** Whether it signs without a question to anybody, on a host where it did so before. */
  static boolean isReadyAndProved(Identity identity) {
    return identity instanceof Identity.KeyFile file
        && file.proved()
        && !file.file().isEncrypted()
        && file.publicKey().filter(key -> !key.type().startsWith("sk-")).isPresent();
  }

  /** The signature with its algorithm in front; none where the key can't be used after all. */
  Optional<byte[]> sign(SessionContext session, String offered, byte[] data) throws Exception {
    String algorithm = Certificate.plainType(offered);
    Identity holder = identity instanceof Identity.Certified of ? of.holder() : identity;
    if (holder instanceof Identity.AgentHeld(SshAgent agent, var key)) {
      Optional<SessionBinding> binding =
          session instanceof StrictSession own ? own.binding() : Optional.empty();
      try {
        return Optional.of(
            unlocking.clock().unhurried(() -> agent.sign(key, data, flags(algorithm), binding)));
      } catch (AgentException e) {
        unusable(algorithm, e);
        return Optional.empty();
      }
    }
    Optional<SshKeyPair> pair =
        unlocked != null ? Optional.of(unlocked) : unlock(identity, algorithm, unlocking);
    if (pair.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(sign(session, algorithm, pair.get().keyPair().getPrivate(), data));
  }

  private static byte[] sign(SessionContext session, String algorithm, PrivateKey key, byte[] data)
      throws Exception {
    SignatureFactory factory = BuiltinSignatures.resolveFactory(algorithm);
    Signature signature = java.util.Objects.requireNonNull(factory, algorithm).create();
    signature.initSigner(session, key);
    signature.update(session, data);
    ByteArrayBuffer blob = new ByteArrayBuffer();
    blob.putString(algorithm);
    blob.putBytes(signature.sign(session));
    return blob.getCompactData();
  }

  private static int flags(String algorithm) {
    return switch (algorithm) {
      case "rsa-sha2-256" -> SshAgent.RSA_SHA2_256;
      case "rsa-sha2-512" -> SshAgent.RSA_SHA2_512;
      default -> 0;
    };
  }

  private static Optional<SshKeyPair> unlock(
      Identity identity, String algorithm, Unlocking unlocking) throws SpheronSshException {
    return switch (identity) {
      case Identity.InMemory memory -> Optional.of(memory.keyPair());
      case Identity.KeyFile file -> {
        try {
          SshKeyPair pair = unlock(file, unlocking);
          yield Optional.of(
              unlocking
                  .clock()
                  .unhurried(
                      () -> {
                        unlocking.questions().opened(pair, file.origin());
                        return pair;
                      }));
        } catch (KeyFileException e) {
          unlocking
              .observer()
              .on(new Event.KeyTried(identity, algorithm, Answer.UNUSABLE, e.getMessage()));
          yield Optional.empty();
        }
      }
      case Identity.Certified of -> unlock(of.holder(), algorithm, unlocking);
      case Identity.AgentHeld _ -> Optional.empty();
    };
  }

  private static SshKeyPair unlock(Identity.KeyFile identity, Unlocking unlocking)
      throws SpheronSshException {
    PrivateKeyFile file = identity.file();
    if (!file.isEncrypted()) {
      return file.unlock();
    }
    for (int attempt = 1; ; attempt++) {
      int current = attempt;
      char[] passphrase =
          unlocking.clock().ask(() -> unlocking.questions().passphrase(identity.origin(), current));
      try {
        return file.unlock(passphrase);
      } catch (WrongPassphraseException e) {
        if (attempt >= unlocking.questions().passphraseTries()) {
          throw e;
        }
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  private void unusable(String algorithm, SpheronSshException e) {
    unlocking
        .observer()
        .on(new Event.KeyTried(identity, algorithm, Answer.UNUSABLE, e.getMessage()));
  }
}
