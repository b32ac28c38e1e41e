package io.github.spheronssh.key;

import java.security.KeyPair;

/**
 * A private key with its public half.
 *
 * @param keyPair the two halves, of a kind that the SSH library can sign with
 * @param publicKey the public half as text, with the comment that the private file holds
 */
public record SshKeyPair(KeyPair keyPair, PublicKeyLine publicKey) {

  /** Names the public half alone. */
  @Override
  public String toString() {
    return "key pair of " + publicKey.fingerprint();
  }
}
