package io.github.spheronssh.key;

import java.util.Optional;

/** A private key as some program wrote it, read as far as that goes without its passphrase. */
sealed interface PrivateKeyFormat permits OpenSshFormat, PemFormat, PuttyFormat {
  boolean isEncrypted();

  /** The public half, where the file shows it without a passphrase. */
  Optional<PublicKeyLine> publicKey();

  /**
   * The key itself; empty where the passphrase is wrong.
   *
   * @param passphrase unused where the key is not encrypted; stays the caller's to wipe
   */
  Optional<SshKeyPair> unlock(char[] passphrase) throws KeyFormatException;
}
