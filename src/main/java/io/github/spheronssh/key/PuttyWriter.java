package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Writes a private key in PuTTY's format, as {@link PuttyFormat} reads it. */
final class PuttyWriter {
  private static final int LINE_LENGTH = 64;
  private static final int SALT_SIZE = 16;

  private final int version;
  private final SecureRandom random = new SecureRandom();

  /** Writes version 2, which every PuTTY reads, or 3, which those since 0.75 do. */
  PuttyWriter(int version) {
    this.version = version;
  }

  /** The file's content, which the caller wipes. */
  byte[] write(SshKeyPair pair, Optional<char[]> passphrase) throws KeyFormatException {
    byte[] salt = new byte[SALT_SIZE];
    random.nextBytes(salt);
    PuttyStretching stretching = PuttyStretching.usual(salt);
    byte[] plain = section(pair, passphrase.isPresent());
    try (PuttySecrets secrets = secrets(passphrase, stretching)) {
      String type = pair.publicKey().type();
      String cipher = passphrase.isPresent() ? PuttyFormat.CIPHER : "none";
      byte[] comment = pair.publicKey().comment().getBytes(StandardCharsets.UTF_8);
      byte[] blob = pair.publicKey().blob();
      byte[] proved = PuttyFormat.proved(type, cipher, comment, blob, plain);
      var file =
          new WireWriter()
              .raw(bytes(PuttyFormat.BEGIN + version + ": " + type + "\n"))
              .raw(bytes("Encryption: " + cipher + "\nComment: "))
              .raw(comment)
              .raw(bytes("\n"));
      block(file, "Public-Lines", blob);
      if (passphrase.isPresent() && version == 3) {
        file.raw(bytes(stretching.text()));
      }
      byte[] sealed = secrets.encrypt(plain);
      block(file, "Private-Lines", sealed);
      file.raw(bytes("Private-MAC: " + HexFormat.of().formatHex(secrets.mac(proved)) + "\n"));
      byte[] content = file.toBytes();
      file.wipe();
      Arrays.fill(proved, (byte) 0);
      Arrays.fill(sealed, (byte) 0);
      return content;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private PuttySecrets secrets(Optional<char[]> passphrase, PuttyStretching stretching) {
    if (passphrase.isEmpty()) {
      return PuttySecrets.none(version);
    }
    return version == 2
        ? PuttySecrets.old(passphrase.get())
        : PuttySecrets.stretched(stretching, passphrase.get());
  }

  /** The numbers that only the owner knows, and what fills the last block. */
  private static byte[] section(SshKeyPair pair, boolean encrypted) throws KeyFormatException {
    var writer = new WireWriter();
    switch (PrivateNumbers.of(pair.keyPair())) {
      case PrivateNumbers.Seed seed -> writer.string(seed.bytes());
      case PrivateNumbers.Scalar scalar -> writer.mpint(scalar.number());
      case PrivateNumbers.Rsa rsa ->
          writer.mpint(rsa.exponent()).mpint(rsa.p()).mpint(rsa.q()).mpint(rsa.coefficient());
    }
    byte[] filling = Fingerprint.digest("SHA-1", writer.toBytes());
    int rest = encrypted ? Math.floorMod(-writer.length(), PuttySecrets.BLOCK_SIZE) : 0;
    byte[] section = writer.raw(Arrays.copyOf(filling, rest)).toBytes();
    writer.wipe();
    return section;
  }

  private static void block(WireWriter file, String name, byte[] content) {
    byte[] newLine = {'\n'};
    byte[] body = Base64.getMimeEncoder(LINE_LENGTH, newLine).encode(content);
    int lines = (body.length + LINE_LENGTH) / (LINE_LENGTH + 1);
    file.raw(bytes(name + ": " + lines + "\n")).raw(body).raw(newLine);
    Arrays.fill(body, (byte) 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
