package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.AgentKey;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.util.Optional;

/** A key that a login may be tried with. */
public sealed interface Identity {
  /**
   * The public half; absent for an encrypted file that doesn't tell it, and for kinds unknown here.
   */
  Optional<PublicKeyLine> publicKey();

  /** Where the key is, as a user likes to read it. */
  String origin();

  /** The certificate that is offered in the key's place. */
  default Optional<Certificate> certificate() {
    return Optional.empty();
  }

  /**
   * A private key in a file; its passphrase is asked for only when the server would take it.
   *
   * @param proved whether a login with it succeeded on this very host
   */
  record KeyFile(PrivateKeyFile file, String origin, boolean proved) implements Identity {
    /** A key that no login proved yet. */
    public KeyFile(PrivateKeyFile file, String origin) {
      this(file, origin, false);
    }

    @Override
    public Optional<PublicKeyLine> publicKey() {
      return file.publicKey();
    }
  }

  /** A key that an agent holds; it may cost the user a touch or a confirmation. */
  record AgentHeld(SshAgent agent, AgentKey key) implements Identity {
    @Override
    public Optional<PublicKeyLine> publicKey() {
      return certificate().map(Certificate::key).or(key::publicKey);
    }

    @Override
    public Optional<Certificate> certificate() {
      return key.certificate();
    }

    @Override
    public String origin() {
      return key.comment().isEmpty() ? "agent" : "agent, " + key.comment();
    }
  }

  /** A key pair that is already unlocked, such as one from the environment. */
  record InMemory(SshKeyPair keyPair, String origin) implements Identity {
    @Override
    public Optional<PublicKeyLine> publicKey() {
      return Optional.of(keyPair.publicKey());
    }
  }

  /** A certificate in a file, and whoever holds the key that it is for. */
  record Certified(Identity holder, Certificate of, String origin) implements Identity {
    @Override
    public Optional<PublicKeyLine> publicKey() {
      return Optional.of(of.key());
    }

    @Override
    public Optional<Certificate> certificate() {
      return Optional.of(of);
    }
  }
}
