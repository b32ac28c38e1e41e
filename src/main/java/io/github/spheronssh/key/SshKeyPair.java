package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;

/**
 * A private key with its public half.
 *
 * @param keyPair the two halves, of a kind that the SSH library can sign with
 * @param publicKey the public half as text, with the comment that the private file holds
 */
public record SshKeyPair(KeyPair keyPair, PublicKeyLine publicKey) {
  private static final char[] NONE = {};

  /**
   * Reads a private key without a passphrase from text, such as a variable of a CI service, in
   * which line ends may have become {@code \\r\\n} or the letters {@code \\n}.
   *
   * @throws KeyFormatException where it is none, or has a passphrase; never repeats the text
   */
  public static SshKeyPair parse(String text) throws KeyFormatException {
    String lines = text.replace("\\r", "").replace("\\n", "\n").replace("\r", "").strip();
    byte[] bytes = (lines + "\n").getBytes(StandardCharsets.UTF_8);
    PrivateKeyFormat format =
        PrivateKeyParser.parse(new String(bytes, StandardCharsets.ISO_8859_1));
    if (format.isEncrypted()) {
      throw new KeyFormatException(
          "the private key has a passphrase, which can't be asked for there",
          "ssh-keygen -p -N '' -f FILE makes a copy of the key without one");
    }
    return format
        .unlock(NONE)
        .orElseThrow(() -> new KeyFormatException("the private key does not open"));
  }

  /**
   * The type, both halves and the comment, as an agent takes them (draft-ietf-sshm-ssh-agent, 3.2);
   * whoever asks wipes them.
   */
  public byte[] secret() throws KeyFormatException {
    var writer = new WireWriter();
    PrivateNumbers.of(keyPair).write(writer);
    writer.text(publicKey.comment());
    byte[] secret = writer.toBytes();
    writer.wipe();
    return secret;
  }

  /** Names the public half alone. */
  @Override
  public String toString() {
    return "key pair of " + publicKey.fingerprint();
  }
}
