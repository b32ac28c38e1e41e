package io.github.spheronssh.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The hash of a public key's blob, spelled as OpenSSH spells it.
 *
 * @param algorithm {@code SHA256}, or the name of another {@link FingerprintHash}
 * @param digest base64 without padding; hex in pairs joined by colons for MD5
 */
public record Fingerprint(String algorithm, String digest) {

  /** The fingerprint that OpenSSH shows by default. */
  public static Fingerprint sha256(byte[] blob) {
    return of(FingerprintHash.SHA256, blob);
  }

  /** The fingerprint of old lists, to be compared with and never to be trusted. */
  public static Fingerprint md5(byte[] blob) {
    return of(FingerprintHash.MD5, blob);
  }

  /** The fingerprint by any hash. */
  public static Fingerprint of(FingerprintHash hash, byte[] blob) {
    byte[] digest = hash.digest(blob);
    String text =
        hash == FingerprintHash.MD5
            ? HexFormat.ofDelimiter(":").formatHex(digest)
            : Base64.getEncoder().withoutPadding().encodeToString(digest);
    return new Fingerprint(hash.name(), text);
  }

  /**
   * Reads a fingerprint as a person gives it: {@code SHA256:…}, padded or not, {@code MD5:…}, or
   * the hex pairs alone.
   */
  public static Fingerprint parse(String text) throws KeyFormatException {
    String given = text.strip();
    if (given.matches("SHA256:[A-Za-z0-9+/]{43}=?")) {
      return new Fingerprint("SHA256", given.substring(7, 50));
    }
    if (given.matches("(?i)(MD5:)?[0-9a-f]{2}(:[0-9a-f]{2}){15}")) {
      return new Fingerprint(
          "MD5", given.substring(given.length() - 47).toLowerCase(java.util.Locale.ROOT));
    }
    throw new KeyFormatException(
        "expected a fingerprint like SHA256: and 43 characters of base64", "ssh-keygen -lf FILE");
  }

  /** Whether it is this key's. */
  public boolean isOf(PublicKeyLine key) {
    return equals(key.fingerprint()) || equals(md5(key.blob()));
  }

  /** As OpenSSH prints it: {@code SHA256:…} or {@code MD5:…}. */
  @Override
  public String toString() {
    return algorithm + ":" + digest;
  }

  static byte[] digest(String algorithm, byte[] blob) {
    try {
      return MessageDigest.getInstance(algorithm).digest(blob);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
