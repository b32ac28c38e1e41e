package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The formats that keys can be written in; the first three by the words of {@code ssh-keygen -m}.
 */
public enum KeyFormat {
  /** For public keys RFC 4716, for private ones OpenSSH's own (PROTOCOL.key). */
  RFC4716,

  /** For public keys X.509's, for private ones PKCS#8 (RFC 5958). */
  PKCS8,

  /** OpenSSL's first ones: PKCS#1 of RSA and SEC 1 of ECDSA, which know no ed25519. */
  PEM,

  /** PuTTY's private keys of version 3, since PuTTY 0.75. */
  PPK,

  /** PuTTY's private keys of version 2. */
  PPK2;

  /** Whether the format keeps what is said of a private key. */
  public boolean holdsComment() {
    return this != PEM && this != PKCS8;
  }

  /**
   * The public key as text of this format, its last line ended.
   *
   * @throws KeyFormatException where the format has no such keys
   */
  public String publicText(PublicKeyLine key) throws KeyFormatException {
    return switch (this) {
      case RFC4716 -> Rfc4716.write(key);
      case PKCS8 -> PemWriter.pkcs8(key);
      case PEM -> PemWriter.pem(key);
      case PPK, PPK2 ->
          throw new KeyFormatException(
              "PuTTY's format is one of private keys", "give --to FILE to write the private key");
    };
  }

  /**
   * A private key file of this format, read back before it is told; the caller's to wipe.
   *
   * @param passphrase encrypts it; stays the caller's to wipe
   * @param rounds how often OpenSSH's format stretches the passphrase, 1 to 1024
   * @throws KeyFormatException where the format has no such keys
   */
  byte[] privateFile(SshKeyPair pair, Optional<char[]> passphrase, int rounds)
      throws KeyFormatException {
    if (rounds < 1 || rounds > OpenSshFormat.MOST_ROUNDS) {
      throw new KeyFormatException(
          "expected 1 to %d rounds, met %d".formatted(OpenSshFormat.MOST_ROUNDS, rounds),
          "spheron-ssh keygen --rounds " + KeyPairFile.DEFAULT_ROUNDS);
    }
    byte[] content =
        switch (this) {
          case RFC4716 -> new OpenSshWriter().write(pair, passphrase, rounds);
          case PKCS8 -> new PemWriter().pkcs8(pair, passphrase);
          case PEM -> new PemWriter().pem(pair, passphrase);
          case PPK -> new PuttyWriter(3).write(pair, passphrase);
          case PPK2 -> new PuttyWriter(2).write(pair, passphrase);
        };
    SshKeyPair readBack =
        PrivateKeyParser.parse(new String(content, StandardCharsets.ISO_8859_1))
            .unlock(passphrase.orElse(new char[0]))
            .orElseThrow(() -> new KeyFormatException("its passphrase does not open it"));
    PublicKeyLine expected = holdsComment() ? pair.publicKey() : pair.publicKey().withComment("");
    if (!readBack.publicKey().equals(expected)) {
      throw new KeyFormatException("another key was read back than was written");
    }
    return content;
  }
}
