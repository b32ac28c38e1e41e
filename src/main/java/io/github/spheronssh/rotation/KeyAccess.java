package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.SshKeyPair;
import java.util.Optional;

/** Opens the private keys of a rotation, whose pairs share a passphrase where they have one. */
public interface KeyAccess {
  /** Opens the key, and asks for its passphrase where that is needed. */
  SshKeyPair open(PrivateKeyFile file) throws SpheronSshException;

  /** The passphrase that opened the last encrypted key; absent for a key without one. */
  Optional<char[]> passphrase();
}
