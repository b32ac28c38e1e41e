package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.AgentKey;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.util.Optional;

/** A key that a login may be tried with. */
public sealed interface Identity {
  /** The public half; absent only for an encrypted file that doesn't tell it. */
  Optional<PublicKeyLine> publicKey();

  /** Where the key is, as a user likes to read it. */
  String origin();

  /** A private key in a file; its passphrase is asked for only when the server would take it. */
  record KeyFile(PrivateKeyFile file, String origin) implements Identity {
    @Override
    public Optional<PublicKeyLine> publicKey() {
      return file.publicKey();
    }
  }

  /** A key that an agent holds; it may cost the user a touch or a confirmation. */
  record AgentHeld(SshAgent agent, AgentKey key) implements Identity {
    @Override
    public Optional<PublicKeyLine> publicKey() {
      return key.publicKey();
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
}
