package io.github.spheronssh.api;

import java.nio.CharBuffer;

/**
 * The secret that opens the account. It shows itself only {@link #masked}; nothing outside this
 * package can read it.
 */
public final class ApiKey {
  private static final int MIN_LENGTH = 8;
  private static final int MAX_LENGTH = 512;
  private static final String PREFIX = "sai_";

  private final char[] text;

  private ApiKey(char[] text) {
    this.text = text;
  }

  /**
   * The key of the given characters, which stay the caller's to wipe.
   *
   * @param where the place it came from, for the error
   * @throws KeyShapeException unless it is {@value #MIN_LENGTH} to {@value #MAX_LENGTH} printable
   *     ASCII characters without a space
   */
  public static ApiKey of(char[] text, String where) throws KeyShapeException {
    if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) {
      throw malformed(
          where,
          "expected %d to %d characters, met %d".formatted(MIN_LENGTH, MAX_LENGTH, text.length));
    }
    for (int i = 0; i < text.length; i++) {
      if (text[i] <= ' ' || text[i] > '~') {
        throw malformed(where, "character " + (i + 1) + " can't stand in an API key");
      }
    }
    return new ApiKey(text.clone());
  }

  /** The key's prefix and last four characters, {@code sai_…ab12}: enough to tell keys apart. */
  public String masked() {
    String prefix = startsWith(PREFIX) ? PREFIX : "";
    boolean longEnough = text.length >= 20; // else four characters would be too much of it
    return prefix + "…" + (longEnough ? new String(text, text.length - 4, 4) : "");
  }

  /** The masked form, so that no log or message can hold more. */
  @Override
  public String toString() {
    return masked();
  }

  /** The header's value. OkHttp takes text, which can't be wiped: it lives as long as the run. */
  String authorization() {
    return "Bearer " + new String(text);
  }

  /** The text with every occurrence of the key masked: a server may echo what it was sent. */
  String redact(String message) {
    return message.replace(CharBuffer.wrap(text), masked());
  }

  /** The characters, for the file that keeps them; the array is the caller's to wipe. */
  char[] characters() {
    return text.clone();
  }

  private boolean startsWith(String prefix) {
    return CharBuffer.wrap(text).toString().startsWith(prefix);
  }

  private static KeyShapeException malformed(String where, String why) {
    return new KeyShapeException(
        "no API key in " + where + ": " + why,
        "copy the key from Settings > API Keys of the Spheron dashboard, then: spheron-ssh login");
  }
}
