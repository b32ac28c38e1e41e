package io.github.spheronssh.key;

import java.util.regex.Pattern;

/** Tells the formats of private keys apart, and names those that can't be read. */
final class PrivateKeyParser {
  private static final Pattern PEM_KEY =
      Pattern.compile("-----BEGIN ((RSA|EC|ENCRYPTED) )?PRIVATE KEY-----");

  private PrivateKeyParser() {}

  /** Reads text that has a char for each byte of the file, since PuTTY's is proved byte by byte. */
  static PrivateKeyFormat parse(String text) throws KeyFormatException {
    if (text.contains(OpenSshFormat.BEGIN)) {
      return OpenSshFormat.parse(text);
    }
    if (PEM_KEY.matcher(text).find()) {
      return PemFormat.parse(text);
    }
    if (text.startsWith(PuttyFormat.BEGIN)) {
      return PuttyFormat.parse(text);
    }
    throw other(text);
  }

  private static KeyFormatException other(String text) {
    if (text.contains("BEGIN SSH2 ENCRYPTED PRIVATE KEY")) {
      return new KeyFormatException(
          "expected an OpenSSH private key, met SSH.com's format", "ssh-keygen -i -f FILE");
    }
    if (text.contains("BEGIN DSA PRIVATE KEY")) {
      return KeyTypes.unknown("ssh-dss");
    }
    if (text.startsWith("SSH PRIVATE KEY FILE FORMAT 1.1")) {
      return new KeyFormatException(
          "keys of SSH version 1 are of no use any more", "spheron-ssh keygen");
    }
    if (text.contains("BEGIN CERTIFICATE")) {
      return new KeyFormatException("expected a private key, met a certificate");
    }
    if (text.isBlank()) {
      return new KeyFormatException("expected a private key, met an empty file");
    }
    boolean isPublic =
        text.contains("PUBLIC KEY") || KeyTypes.looksLikeOne(text.strip().split("\\s", 2)[0]);
    return isPublic
        ? new KeyFormatException(
            "expected a private key, met a public key", "give the file without .pub in its name")
        : new KeyFormatException("expected a private key, met something else");
  }
}
