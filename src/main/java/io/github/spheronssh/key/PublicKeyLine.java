package io.github.spheronssh.key;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key as one line of text: its type, its blob in base64, and a comment (the format of
 * {@code .pub} files and authorized_keys, sshd(8)).
 *
 * <p>Two lines are equal where all three parts are; {@link #sameKeyAs} passes over the comment.
 */
public final class PublicKeyLine {
  private final PublicNumbers numbers;
  private final byte[] blob;
  private final String comment;

  private PublicKeyLine(PublicNumbers numbers, byte[] blob, String comment) {
    this.numbers = numbers;
    this.blob = blob;
    this.comment = onOneLine(comment);
  }

  /**
   * Reads text that has to be exactly one public key, as a {@code .pub} file holds it; empty lines
   * and lines of comment around it are passed over.
   *
   * @throws KeyFormatException where it is anything else, a private key above all; the message
   *     never repeats the text
   */
  public static PublicKeyLine parse(String text) throws KeyFormatException {
    return new PublicKeyParser(text).parse();
  }

  /**
   * The key with the given blob, as an agent or a server names it.
   *
   * @throws KeyFormatException where the blob is no key of a known type, or goes on after its end
   */
  public static PublicKeyLine of(byte[] blob, String comment) throws KeyFormatException {
    byte[] own = blob.clone();
    return new PublicKeyLine(PublicNumbers.read(own), own, comment);
  }

  /**
   * The line of a key that was made or met.
   *
   * @throws KeyFormatException where ssh knows no such keys
   */
  public static PublicKeyLine of(PublicKey key, String comment) throws KeyFormatException {
    return of(PublicNumbers.of(key), comment);
  }

  static PublicKeyLine of(PublicNumbers numbers, String comment) {
    return new PublicKeyLine(numbers, numbers.blob(), comment);
  }

  /** The name of the key's type on the wire, like {@code ssh-ed25519}. */
  public String type() {
    return numbers.type();
  }

  /** The kind as {@code ssh-keygen -l} names it: ED25519, ECDSA, RSA, ED25519-SK, ECDSA-SK. */
  public String label() {
    return numbers.label();
  }

  /** The key's size in bits. */
  public int bits() {
    return numbers.bits();
  }

  /** The key in the encoding that is hashed and sent (RFC 4253 section 6.6); the caller's copy. */
  public byte[] blob() {
    return blob.clone();
  }

  /** What follows the key, its control characters made spaces; empty where nothing does. */
  public String comment() {
    return comment;
  }

  /** The same key with another comment. */
  public PublicKeyLine withComment(String other) {
    return new PublicKeyLine(numbers, blob, other);
  }

  /** The hash that people compare. */
  public Fingerprint fingerprint() {
    return Fingerprint.sha256(blob);
  }

  /** The key itself, of a kind that the SSH library can verify with. */
  public PublicKey publicKey() {
    return numbers.toKey();
  }

  /** Whether both are the same key, whatever is said of it. */
  public boolean sameKeyAs(PublicKeyLine other) {
    return Arrays.equals(blob, other.blob);
  }

  /** A comment comes from files and agents of any kind, and the line has to stay one. */
  private static String onOneLine(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKeyLine line && sameKeyAs(line) && comment.equals(line.comment);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(blob) + comment.hashCode();
  }

  /** The line itself, without a line end. */
  @Override
  public String toString() {
    String key = type() + " " + Base64.getEncoder().encodeToString(blob);
    return comment.isEmpty() ? key : key + " " + comment;
  }
}
