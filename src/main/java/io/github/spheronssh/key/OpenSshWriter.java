package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Writes a private key in OpenSSH's own format (PROTOCOL.key), encrypted with bcrypt and aes256-ctr
 * where there is a passphrase, as ssh-keygen does.
 */
final class OpenSshWriter {
  private static final PrivateSectionCipher CIPHER = PrivateSectionCipher.AES256_CTR;
  private static final int SALT_SIZE = 16;
  private static final int LINE_LENGTH = 70;

  private final SecureRandom random = new SecureRandom();

  /**
   * The file's content, which the caller wipes.
   *
   * @param rounds how often the passphrase is stretched; some ten milliseconds each
   */
  byte[] write(SshKeyPair pair, Optional<char[]> passphrase, int rounds) throws KeyFormatException {
    byte[] salt = random(SALT_SIZE);
    byte[] section = section(pair, passphrase.isPresent());
    try {
      byte[] sealed =
          passphrase.isPresent()
              ? CIPHER.encrypt(section, passphrase.get(), salt, rounds)
              : section.clone();
      return armour(envelope(pair, passphrase.isPresent(), salt, rounds, sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + CIPHER.sshName(), e);
    } finally {
      Arrays.fill(section, (byte) 0);
    }
  }

  private byte[] section(SshKeyPair pair, boolean encrypted) throws KeyFormatException {
    byte[] check = random(4);
    var writer = new WireWriter().raw(check).raw(check);
    PrivateNumbers.of(pair.keyPair()).write(writer);
    writer.text(pair.publicKey().comment());
    int block = encrypted ? CIPHER.blockSize() : OpenSshFormat.PLAIN_BLOCK_SIZE;
    for (int i = 1; writer.length() % block != 0; i++) {
      writer.raw(new byte[] {(byte) i});
    }
    byte[] section = writer.toBytes();
    writer.wipe();
    return section;
  }

  private static WireWriter envelope(
      SshKeyPair pair, boolean encrypted, byte[] salt, int rounds, byte[] sealed) {
    var options = new WireWriter();
    if (encrypted) {
      options.string(salt).uint32(rounds);
    }
    var envelope =
        new WireWriter()
            .raw(OpenSshFormat.MAGIC)
            .text(encrypted ? CIPHER.sshName() : "none")
            .text(encrypted ? "bcrypt" : "none")
            .string(options.toBytes())
            .uint32(1)
            .string(pair.publicKey().blob())
            .string(sealed);
    Arrays.fill(sealed, (byte) 0);
    return envelope;
  }

  private static byte[] armour(WireWriter envelope) {
    byte[] bytes = envelope.toBytes();
    byte[] newLine = {'\n'};
    byte[] body = Base64.getMimeEncoder(LINE_LENGTH / 4 * 4, newLine).encode(bytes);
    byte[] file =
        new WireWriter()
            .raw(ascii(OpenSshFormat.BEGIN + "\n"))
            .raw(body)
            .raw(ascii("\n" + OpenSshFormat.END + "\n"))
            .toBytes();
    envelope.wipe();
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(body, (byte) 0);
    return file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
