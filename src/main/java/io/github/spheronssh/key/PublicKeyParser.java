package io.github.spheronssh.key;

import java.util.Base64;
import java.util.List;

/** Reads one public key out of text that may be anything, and says what it is instead. */
final class PublicKeyParser {
  /** An RSA key of 16384 bits takes 2 800 characters; the rest is comment. */
  private static final int LIMIT = 64 * 1024;

  private final String text;

  PublicKeyParser(String text) {
    this.text = text;
  }

  PublicKeyLine parse() throws KeyFormatException {
    refuseOtherFormats();
    List<String> lines =
        text.lines()
            .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .limit(2)
            .toList();
    if (lines.isEmpty()) {
      throw new KeyFormatException(
          "expected a public key, met nothing", "a public key reads: ssh-ed25519 AAAA... comment");
    }
    if (lines.size() > 1) {
      throw new KeyFormatException(
          "expected one public key, met several lines", "give one key at a time");
    }
    return parse(lines.getFirst());
  }

  /** A private key is looked for first and anywhere, so that no other message can stand for it. */
  private void refuseOtherFormats() throws KeyFormatException {
    if (text.contains("PRIVATE KEY") || text.contains("PuTTY-User-Key-File")) {
      throw new KeyFormatException(
          "expected a public key, met a private key, which must not leave this machine",
          "give the file whose name ends with .pub");
    }
    if (text.length() > LIMIT) {
      throw new KeyFormatException("expected a public key, met more than 64 KiB of text");
    }
    if (text.contains("BEGIN SSH2 PUBLIC KEY")) {
      throw new KeyFormatException(
          "expected an OpenSSH public key, met one in the format of RFC 4716",
          "spheron-ssh keygen -i -f FILE > FILE.pub");
    }
    if (text.contains("-----BEGIN")) {
      throw new KeyFormatException(
          "expected an OpenSSH public key, met PEM",
          "spheron-ssh keygen -i -f FILE > FILE.pub makes one of a PEM public key");
    }
  }

  private static PublicKeyLine parse(String line) throws KeyFormatException {
    if (line.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
      throw new KeyFormatException(
          "expected a line of text, met control characters",
          "a public key reads: ssh-ed25519 AAAA... comment");
    }
    String[] words = line.split("[ \t]+", 3);
    if (!KeyTypes.looksLikeOne(words[0])) {
      throw notAType(line);
    }
    if (words.length < 2) {
      throw new KeyFormatException("expected a public key, met its type alone");
    }
    PublicKeyLine key =
        PublicKeyLine.of(
            decode(words[0], words[1]), words.length > 2 ? words[2].replace('\t', ' ') : "");
    if (!key.type().equals(words[0])) {
      throw new KeyFormatException(
          "the line says %s, and the key in it is %s".formatted(words[0], key.type()));
    }
    return key;
  }

  private static byte[] decode(String type, String base64) throws KeyFormatException {
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("what follows %s is not base64".formatted(type));
    }
    if (type.contains("-cert-v0")) {
      throw KeyTypes.unknown(type);
    }
    return blob;
  }

  private static KeyFormatException notAType(String line) {
    boolean keyFollows =
        java.util.Arrays.stream(line.split("[ \t]+", 64)).skip(1).anyMatch(KeyTypes::looksLikeOne);
    return keyFollows
        ? new KeyFormatException(
            "expected a public key alone, met words before it, like the options of authorized_keys",
            "give the line from the key's type on: ssh-ed25519 AAAA... comment")
        : new KeyFormatException(
            "expected a public key, met something else",
            "a public key reads: ssh-ed25519 AAAA... comment");
  }
}
