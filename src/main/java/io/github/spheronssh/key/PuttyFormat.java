package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PuTTY's format of private keys, versions 2 and 3 (PuTTY's manual, appendix C): the public key in
 * the clear, the private one encrypted or not, and a code that proves both.
 */
final class PuttyFormat implements PrivateKeyFormat {
  static final String BEGIN = "PuTTY-User-Key-File-";
  static final String CIPHER = "aes256-cbc";

  private static final int MOST_LINES = 1000;

  private final int version;
  private final PublicNumbers publicHalf;
  private final String cipher;
  private final byte[] comment;
  private final @Nullable PuttyStretching stretching;
  private final byte[] section;
  private final byte[] mac;

  private PuttyFormat(Lines lines) throws KeyFormatException {
    String head = lines.next();
    this.version = version(head);
    String type = value(head);
    this.cipher = lines.value("Encryption");
    if (!cipher.equals("none") && !cipher.equals(CIPHER)) {
      throw new KeyFormatException("the key is encrypted in a way that is not supported");
    }
    this.comment = lines.value("Comment").getBytes(StandardCharsets.ISO_8859_1);
    if (KeyTypes.isUseless(type)) {
      throw KeyTypes.unknown(type);
    }
    this.publicHalf = PublicNumbers.read(lines.block("Public-Lines"));
    if (!publicHalf.type().equals(type)) {
      throw new KeyFormatException("the key is not of the type that its first line names");
    }
    this.stretching = version == 3 && isEncrypted() ? stretching(lines) : null;
    this.section = lines.block("Private-Lines");
    if (isEncrypted() && section.length % PuttySecrets.BLOCK_SIZE != 0) {
      throw new KeyFormatException("the key's private section has the wrong length");
    }
    this.mac = hex(lines.value("Private-MAC"));
    lines.end();
  }

  /** Reads the file, a char a byte, to its last line. */
  static PuttyFormat parse(String text) throws KeyFormatException {
    return new PuttyFormat(new Lines(text.lines().iterator()));
  }

  /** The version of the format, 2 or 3. */
  int version() {
    return version;
  }

  @Override
  public boolean isEncrypted() {
    return !cipher.equals("none");
  }

  @Override
  public Optional<PublicKeyLine> publicKey() {
    return Optional.of(PublicKeyLine.of(publicHalf, new String(comment, StandardCharsets.UTF_8)));
  }

  @Override
  public Optional<SshKeyPair> unlock(char[] passphrase) throws KeyFormatException {
    byte[] plain = new byte[0];
    try (PuttySecrets secrets = secrets(passphrase)) {
      plain = secrets.decrypt(section);
      byte[] proved = proved(publicHalf.type(), cipher, comment, publicHalf.blob(), plain);
      boolean whole = MessageDigest.isEqual(secrets.mac(proved), mac);
      Arrays.fill(proved, (byte) 0);
      if (!whole && !isEncrypted()) {
        throw new KeyFormatException("the key is damaged: its code doesn't prove it");
      }
      return whole ? Optional.of(pair(plain)) : Optional.empty();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** What the code at the end is taken over. */
  static byte[] proved(String type, String cipher, byte[] comment, byte[] blob, byte[] plain) {
    var writer =
        new WireWriter().text(type).text(cipher).string(comment).string(blob).string(plain);
    byte[] bytes = writer.toBytes();
    writer.wipe();
    return bytes;
  }

  private PuttySecrets secrets(char[] passphrase) {
    if (!isEncrypted()) {
      return PuttySecrets.none(version);
    }
    return stretching == null
        ? PuttySecrets.old(passphrase)
        : PuttySecrets.stretched(stretching, passphrase);
  }

  /** What follows the numbers is what filled the last block. */
  private SshKeyPair pair(byte[] plain) throws KeyFormatException {
    var reader = new WireReader(plain);
    PrivateNumbers numbers =
        switch (publicHalf) {
          case PublicNumbers.EdwardsPoint _ -> new PrivateNumbers.Seed(seed(reader));
          case PublicNumbers.CurvePoint half ->
              PrivateNumbers.Scalar.of(half.curve(), reader.positive());
          case PublicNumbers.Rsa half ->
              PrivateNumbers.Rsa.of(half, reader.positive(), reader.positive(), reader.positive());
          case PublicNumbers.SecurityKey _ -> throw KeyTypes.unknown(publicHalf.type());
        };
    if (!Arrays.equals(numbers.publicHalf().blob(), publicHalf.blob())) {
      throw new KeyFormatException("the private half does not belong to the public half");
    }
    return new SshKeyPair(numbers.toPair(), publicKey().orElseThrow());
  }

  private static byte[] seed(WireReader reader) throws KeyFormatException {
    byte[] seed = reader.string();
    if (seed.length != Ed25519Keys.SEED_SIZE) {
      throw new KeyFormatException("the key's private section has the wrong length");
    }
    return seed;
  }

  private static int version(String head) throws KeyFormatException {
    if (head.startsWith(BEGIN + "2: ")) {
      return 2;
    }
    if (head.startsWith(BEGIN + "3: ")) {
      return 3;
    }
    throw new KeyFormatException(
        "expected version 2 or 3 of PuTTY's format, met another one", "puttygen FILE -o FILE");
  }

  private static PuttyStretching stretching(Lines lines) throws KeyFormatException {
    return new PuttyStretching(
            lines.value("Key-Derivation"),
            lines.number("Argon2-Memory"),
            lines.number("Argon2-Passes"),
            lines.number("Argon2-Parallelism"),
            hex(lines.value("Argon2-Salt")))
        .checked();
  }

  private static byte[] hex(String text) throws KeyFormatException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static String value(String line) {
    return line.substring(line.indexOf(": ") + 2);
  }

  private static KeyFormatException damaged() {
    return new KeyFormatException("the key is damaged: a line of it is missing or makes no sense");
  }

  /** The lines, which stand in one order. */
  private record Lines(Iterator<String> lines) {
    String next() throws KeyFormatException {
      if (!lines.hasNext()) {
        throw new KeyFormatException("the key is cut off: its last line is missing");
      }
      return lines.next();
    }

    String value(String name) throws KeyFormatException {
      String line = next();
      if (!line.startsWith(name + ": ")) {
        throw damaged();
      }
      return PuttyFormat.value(line);
    }

    int number(String name) throws KeyFormatException {
      String text = value(name);
      if (!text.matches("[0-9]{1,9}")) {
        throw damaged();
      }
      return Integer.parseInt(text);
    }

    byte[] block(String name) throws KeyFormatException {
      int count = number(name);
      if (count > MOST_LINES) {
        throw damaged();
      }
      var base64 = new StringBuilder();
      for (int i = 0; i < count; i++) {
        base64.append(next().strip());
      }
      try {
        return Base64.getDecoder().decode(base64.toString());
      } catch (IllegalArgumentException e) {
        throw new KeyFormatException("the key is damaged: it is not base64");
      }
    }

    void end() throws KeyFormatException {
      while (lines.hasNext()) {
        if (!lines.next().isBlank()) {
          throw new KeyFormatException("the key has lines after its end");
        }
      }
    }
  }
}
