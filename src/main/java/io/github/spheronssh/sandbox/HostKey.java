package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * An instance's ed25519 host key.
 *
 * @param text its private file in OpenSSH's format, which the state keeps and a real sshd reads
 */
record HostKey(SshKeyPair pair, String text) {

  static HostKey generate(String comment) throws SpheronSshException {
    SshKeyPair pair =
        new KeyGenerator().generate(KeyKind.ED25519, KeyKind.ED25519.defaultBits(), false, comment);
    var text = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair.keyPair(), comment, null, text);
    } catch (IOException | GeneralSecurityException e) {
      throw new SpheronSshException("could not make a host key: " + e.getMessage(), null, e);
    }
    return new HostKey(pair, text.toString(StandardCharsets.US_ASCII));
  }

  /** Puts the text of a host key into a file of its own, and reads it from there. */
  static HostKey install(String text, Path file) throws SpheronSshException, IOException {
    OwnerFiles.write(file, text);
    return new HostKey(PrivateKeyFile.read(file).unlock(), text);
  }

  PublicKeyLine publicKey() {
    return pair.publicKey();
  }

  /** Names the public half alone. */
  @Override
  public String toString() {
    return "host key " + publicKey().fingerprint();
  }
}
