package io.github.spheronssh.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;

/**
 * The lines of text that a file begins with: how the passphrase wraps the file's key, and a code of
 * authentication over all that.
 */
final class Header {
  static final int FILE_KEY_SIZE = 16;

  /** As age has it: what takes longer is no passphrase's work but a trap. */
  private static final int MOST_WORK = 22;

  private static final int SALT_SIZE = 16;
  private static final String LABEL = "age-encryption.org/v1/scrypt";
  private static final String FIRST = "age-encryption.org/v1\n";
  private static final String ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";

  /** In bytes; what a passphrase takes is 151 or 152. */
  private static final int LONGEST = 200;

  private static final Pattern TEXT =
      Pattern.compile(
          """
          age-encryption\\.org/v1
          -> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)
          ([A-Za-z0-9+/]{43})
          --- ([A-Za-z0-9+/]{43})
          """);

  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  private final byte[] salt;

  /** The logarithm of scrypt's cost. */
  private final int workFactor;

  private final byte[] wrapped;

  /** What the code is over: all up to it. */
  private final byte[] text;

  private final byte[] mac;
  private final int size;

  private Header(byte[] salt, int workFactor, byte[] wrapped, byte[] text, byte[] mac, int size) {
    this.salt = salt;
    this.workFactor = workFactor;
    this.wrapped = wrapped;
    this.text = text;
    this.mac = mac;
    this.size = size;
  }

  /** The header of a new file. */
  static byte[] write(byte[] fileKey, char[] passphrase, int workFactor) throws AgeException {
    byte[] salt = Primitives.random(SALT_SIZE);
    byte[] key = wrappingKey(salt, workFactor, passphrase);
    byte[] wrapped = Primitives.seal(key, new byte[Primitives.NONCE_SIZE], fileKey);
    Arrays.fill(key, (byte) 0);
    String text =
        FIRST
            + "-> scrypt %s %d\n".formatted(BASE64.encodeToString(salt), workFactor)
            + BASE64.encodeToString(wrapped)
            + "\n---";
    byte[] mac = mac(fileKey, text.getBytes(US_ASCII));
    return (text + " " + BASE64.encodeToString(mac) + "\n").getBytes(US_ASCII);
  }

  /** Reads what a file begins with, and does no work for it yet. */
  static Header read(byte[] file) throws AgeException {
    String start = new String(file, 0, Math.min(file.length, LONGEST), ISO_8859_1);
    if (!start.startsWith(FIRST)) {
      throw start.startsWith(ARMOUR)
          ? new AgeException(
              "the file is in age's text form, and expected in its binary one",
              "age -d FILE | age -p -o OTHER makes it one")
          : new AgeException(
              FIRST.startsWith(start) ? "the file is cut short" : "this is no file of age's", null);
    }
    Matcher matcher = TEXT.matcher(start);
    if (!matcher.lookingAt()) {
      throw start.startsWith("-> ", FIRST.length())
              && !start.startsWith("-> scrypt ", FIRST.length())
          ? new AgeException("the file is encrypted for a key, not with a passphrase", null)
          : damaged();
    }
    int workFactor = Integer.parseInt(matcher.group(2));
    if (workFactor > MOST_WORK) {
      throw new AgeException(
          "the file asks for 2^%d rounds of scrypt, and 2^%d are the most that is done"
              .formatted(workFactor, MOST_WORK),
          null);
    }
    return new Header(
        bytes(matcher.group(1)),
        workFactor,
        bytes(matcher.group(3)),
        Arrays.copyOf(file, matcher.start(4) - 1),
        bytes(matcher.group(4)),
        matcher.end());
  }

  /** In bytes, the last line's end included. */
  int size() {
    return size;
  }

  /** The file's key, the caller's to wipe. */
  byte[] open(char[] passphrase) throws AgeException {
    byte[] key = wrappingKey(salt, workFactor, passphrase);
    byte[] fileKey;
    try {
      fileKey = Primitives.open(key, new byte[Primitives.NONCE_SIZE], wrapped, 0, wrapped.length);
    } catch (AEADBadTagException e) {
      throw new BadPassphraseException();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    if (!MessageDigest.isEqual(mac(fileKey, text), mac)) {
      Arrays.fill(fileKey, (byte) 0);
      throw damaged();
    }
    return fileKey;
  }

  private static byte[] wrappingKey(byte[] salt, int workFactor, char[] passphrase)
      throws AgeException {
    byte[] label = LABEL.getBytes(US_ASCII);
    byte[] labelled = Arrays.copyOf(label, label.length + salt.length);
    System.arraycopy(salt, 0, labelled, label.length, salt.length);
    byte[] secret = utf8(passphrase);
    try {
      return new Scrypt(workFactor).derive(secret, labelled, Primitives.KEY_SIZE);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] utf8(char[] text) {
    var encoder = UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
    var room = ByteBuffer.allocate((int) (text.length * encoder.maxBytesPerChar()));
    encoder.encode(CharBuffer.wrap(text), room, true);
    byte[] bytes = Arrays.copyOf(room.array(), room.position());
    Arrays.fill(room.array(), (byte) 0);
    return bytes;
  }

  private static byte[] mac(byte[] fileKey, byte[] text) {
    return Primitives.hmac(Primitives.derive(fileKey, new byte[0], "header"), text);
  }

  /** Each value has one spelling: bits that stand for nothing have to be zero. */
  private static byte[] bytes(String base64) throws AgeException {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (!BASE64.encodeToString(bytes).equals(base64)) {
      throw damaged();
    }
    return bytes;
  }

  private static AgeException damaged() {
    return new AgeException("the start of the file is damaged", null);
  }
}
