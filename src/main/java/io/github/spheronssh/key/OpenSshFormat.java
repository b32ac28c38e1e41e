package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSH's own format of private keys (PROTOCOL.key): an envelope that shows the public key, and a
 * private section that a passphrase may encrypt.
 */
final class OpenSshFormat implements PrivateKeyFormat {
  static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
  static final String END = "-----END OPENSSH PRIVATE KEY-----";
  static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  /** The multiple that a section's length is padded to where nothing encrypts it. */
  static final int PLAIN_BLOCK_SIZE = 8;

  /** What a file may ask for: ssh-keygen writes 16 or 24, and 1024 take some ten seconds. */
  static final int MOST_ROUNDS = 1024;

  private final PublicNumbers publicHalf;
  private final @Nullable Encryption encryption;
  private final byte[] section;

  private OpenSshFormat(PublicNumbers publicHalf, @Nullable Encryption encryption, byte[] section) {
    this.publicHalf = publicHalf;
    this.encryption = encryption;
    this.section = section;
  }

  private static final class Encryption {
    private final PrivateSectionCipher cipher;
    private final byte[] salt;
    private final int rounds;

    Encryption(PrivateSectionCipher cipher, byte[] salt, int rounds) {
      this.cipher = cipher;
      this.salt = salt;
      this.rounds = rounds;
    }
  }

  /** Reads the envelope, to its last byte. */
  static OpenSshFormat parse(String text) throws KeyFormatException {
    var reader = new WireReader(decode(text));
    if (!Arrays.equals(reader.bytes(MAGIC.length), MAGIC)) {
      throw new KeyFormatException("the key is not of version 1 of OpenSSH's format");
    }
    Encryption encryption = encryption(reader.text(), reader.text(), reader.string());
    if (reader.uint32() != 1) {
      throw new KeyFormatException("expected one key in the file, met another number of them");
    }
    PublicNumbers publicHalf = PublicNumbers.read(reader.string());
    byte[] section = reader.string();
    int tag = encryption == null ? 0 : encryption.cipher.tagSize();
    int block = encryption == null ? PLAIN_BLOCK_SIZE : encryption.cipher.blockSize();
    if (reader.remaining() != tag || section.length == 0 || section.length % block != 0) {
      throw new KeyFormatException("the key's private section has the wrong length");
    }
    byte[] sealed = Arrays.copyOf(section, section.length + tag);
    System.arraycopy(reader.bytes(tag), 0, sealed, section.length, tag);
    return new OpenSshFormat(publicHalf, encryption, sealed);
  }

  @Override
  public boolean isEncrypted() {
    return encryption != null;
  }

  @Override
  public Optional<PublicKeyLine> publicKey() {
    return Optional.of(PublicKeyLine.of(publicHalf, ""));
  }

  @Override
  public Optional<SshKeyPair> unlock(char[] passphrase) throws KeyFormatException {
    if (encryption == null) {
      return Optional.of(read(section));
    }
    byte[] plain = new byte[0];
    try {
      plain = encryption.cipher.decrypt(section, passphrase, encryption.salt, encryption.rounds);
      return isOpen(plain) ? Optional.of(read(plain)) : Optional.empty();
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new KeyFormatException("this Java runtime can't decrypt the key");
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The same random number stands there twice, so that a wrong passphrase shows. */
  private static boolean isOpen(byte[] plain) {
    return plain.length >= 8 && Arrays.equals(plain, 0, 4, plain, 4, 8);
  }

  private SshKeyPair read(byte[] plain) throws KeyFormatException {
    if (!isOpen(plain)) {
      throw new KeyFormatException("the key's private section is damaged");
    }
    var reader = new WireReader(plain);
    reader.bytes(8);
    PrivateNumbers numbers = PrivateNumbers.read(reader);
    String comment = reader.text();
    byte[] padding = reader.bytes(reader.remaining());
    for (int i = 0; i < padding.length; i++) {
      if (padding[i] != (byte) (i + 1)) {
        throw new KeyFormatException("the key's private section is damaged at its end");
      }
    }
    if (!Arrays.equals(numbers.publicHalf().blob(), publicHalf.blob())) {
      throw new KeyFormatException("the private half does not belong to the public half");
    }
    return new SshKeyPair(numbers.toPair(), PublicKeyLine.of(publicHalf, comment));
  }

  private static @Nullable Encryption encryption(String cipher, String kdf, byte[] options)
      throws KeyFormatException {
    if (cipher.equals("none") && kdf.equals("none")) {
      return null;
    }
    PrivateSectionCipher known =
        PrivateSectionCipher.named(cipher)
            .filter(_ -> kdf.equals("bcrypt"))
            .orElseThrow(
                () ->
                    new KeyFormatException(
                        "the key is encrypted in a way that is not supported",
                        "ssh-keygen -p -Z aes256-ctr -f FILE"));
    var reader = new WireReader(options);
    byte[] salt = reader.string();
    int rounds = reader.uint32();
    if (salt.length == 0 || rounds < 1 || rounds > MOST_ROUNDS || !reader.atEnd()) {
      throw new KeyFormatException(
          "expected 1 to %d rounds of bcrypt, met something else".formatted(MOST_ROUNDS),
          "ssh-keygen -p -a 24 -f FILE");
    }
    return new Encryption(known, salt, rounds);
  }

  private static byte[] decode(String text) throws KeyFormatException {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new KeyFormatException("the key is cut off: its last line is missing");
    }
    String base64 = text.substring(begin + BEGIN.length(), end).replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("the key is damaged: it is not base64");
    }
  }
}
