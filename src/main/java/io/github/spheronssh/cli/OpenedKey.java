package io.github.spheronssh.cli;

import io.github.spheronssh.key.SshKeyPair;
import java.util.Arrays;
import java.util.Optional;

/**
 * A private key that was opened.
 *
 * @param passphrase what opened it, wiped when this is closed; absent where it needs none
 */
record OpenedKey(SshKeyPair pair, Optional<char[]> passphrase) implements AutoCloseable {
  @Override
  public void close() {
    passphrase.ifPresent(secret -> Arrays.fill(secret, '\0'));
  }

  /** Names the public half alone. */
  @Override
  public String toString() {
    return pair.toString();
  }
}
