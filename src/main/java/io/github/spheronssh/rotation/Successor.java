package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** The new key that follows an old one: of the same kind, with the same comment. */
final class Successor {
  /** What is made of an RSA key that is shorter, which none would be made as now. */
  private static final int LEAST_RSA_BITS = 3072;

  private Successor() {}

  /**
   * The key in a file, where one like it can be made in its place.
   *
   * @throws KeyFileException where it can't
   */
  static PublicKeyLine check(PrivateKeyFile file) throws KeyFileException {
    if (Files.isSymbolicLink(file.path())) {
      throw new KeyFileException(
          file.path() + " is a symbolic link: a new key would take the link's place",
          "give the file that it leads to");
    }
    PublicKeyLine key =
        file.publicKey()
            .orElseThrow(
                () ->
                    new KeyFileException(
                        "%s hides its public half, and there is no .pub beside it"
                            .formatted(file.path()),
                        "ssh-keygen -y -f '%s' > '%s.pub'".formatted(file.path(), file.path())));
    if (KeyKind.ofType(key.type()).isEmpty()) {
      throw new KeyFileException(
          "no key of the kind %s can be made here".formatted(key.type()),
          "make a new one: spheron-ssh keygen --name NAME, and upload it");
    }
    return key;
  }

  static SshKeyPair of(SshKeyPair old, KeyGenerator generator) throws SpheronSshException {
    PublicKeyLine key = old.publicKey();
    KeyKind kind =
        KeyKind.ofType(key.type())
            .orElseThrow(() -> new KeyFormatException("no key of the kind " + key.type()));
    int bits = kind == KeyKind.RSA ? Math.max(key.bits(), LEAST_RSA_BITS) : key.bits();
    return generator.generate(kind, bits, false, key.comment());
  }

  /** A name for a rotation's file, by its day and by chance. */
  static String id(Instant now) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return now.toString().substring(0, "2026-01-01".length())
        + "-"
        + HexFormat.of().formatHex(random);
  }
}
