package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A key that some authority has certified (OpenSSH's PROTOCOL.certkeys). */
public final class Certificate {
  private static final String SUFFIX = "-cert-v01@openssh.com";
  private static final int USER = 1;
  private static final int HOST = 2;

  private final String type;
  private final byte[] blob;
  private final PublicKeyLine key;
  private final long serial;
  private final int kind;
  private final String id;
  private final List<String> principals;
  private final long validAfter;
  private final long validBefore;
  private final boolean critical;
  private final byte[] authority;
  private final byte[] signed;
  private final byte[] signature;

  private Certificate(byte[] blob, String type, WireReader reader) throws KeyFormatException {
    this.type = type;
    this.blob = blob;
    reader.string(); // a nonce
    this.key = PublicKeyLine.of(PublicNumbers.read(plainType(type), reader), "");
    this.serial = reader.uint64();
    this.kind = reader.uint32();
    this.id = reader.text();
    this.principals = texts(reader.string());
    this.validAfter = reader.uint64();
    this.validBefore = reader.uint64();
    this.critical = reader.string().length > 0;
    reader.string(); // extensions
    reader.string(); // reserved
    this.authority = reader.string();
    this.signed = Arrays.copyOf(blob, blob.length - reader.remaining());
    this.signature = reader.string();
    if (!reader.atEnd()) {
      throw new KeyFormatException("the certificate has bytes after its end");
    }
  }

  private static List<String> texts(byte[] packed) throws KeyFormatException {
    var reader = new WireReader(packed);
    var texts = new ArrayList<String>();
    while (!reader.atEnd()) {
      texts.add(reader.text());
    }
    return List.copyOf(texts);
  }

  /**
   * The certificate with the given blob; whoever relies on it has to check its signature.
   *
   * @throws KeyFormatException where it is none of a known type, or goes on after its end
   */
  public static Certificate of(byte[] blob) throws KeyFormatException {
    var reader = new WireReader(blob);
    String type = reader.text();
    if (!isTypeOfOne(type)) {
      throw new KeyFormatException("expected a certificate, met something else");
    }
    return new Certificate(blob.clone(), type, reader);
  }

  /**
   * Reads a file such as {@code id_ed25519-cert.pub}, at most 64 KiB of it.
   *
   * @throws KeyFileException where it holds anything else
   */
  public static Certificate read(Path path) throws KeyFileException {
    byte[] content = KeyFileContent.read(path, "certificate");
    String[] words = new String(content, StandardCharsets.UTF_8).strip().split("[ \t]+", 3);
    try {
      if (words.length < 2 || !isTypeOfOne(words[0])) {
        throw new KeyFormatException("expected a certificate, met something else");
      }
      return of(Base64.getDecoder().decode(words[1]));
    } catch (IllegalArgumentException e) {
      throw KeyFileContent.fault(path, new KeyFormatException("the certificate is not base64"));
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
    }
  }

  /** The type that a blob of a key or certificate says it is; empty where it says none. */
  public static String typeOf(byte[] blob) {
    try {
      return new WireReader(blob).text();
    } catch (KeyFormatException e) {
      return "";
    }
  }

  /** Whether a type's name is that of certificates. */
  public static boolean isTypeOfOne(String type) {
    return type.endsWith(SUFFIX);
  }

  /** The type of the keys that certificates of a type are for. */
  public static String plainType(String type) {
    String plain = type.endsWith(SUFFIX) ? type.replace(SUFFIX, "") : type;
    return plain.startsWith("sk-") && !plain.contains("@") ? plain + "@openssh.com" : plain;
  }

  /** The type of the certificates for keys of a type. */
  public static String certifiedType(String plain) {
    return plain.replace("@openssh.com", "") + SUFFIX;
  }

  /** The name of its type on the wire, like {@code ssh-ed25519-cert-v01@openssh.com}. */
  public String type() {
    return type;
  }

  /** What is sent; the caller's copy. */
  public byte[] blob() {
    return blob.clone();
  }

  /** The key that is certified. */
  public PublicKeyLine key() {
    return key;
  }

  /** Its number among those of its authority, without a sign; zero where they have none. */
  long serial() {
    return serial;
  }

  /** What the authority calls it; it comes from outside. */
  public String id() {
    return id;
  }

  /**
   * The key that signed it.
   *
   * @throws KeyFormatException where it is of no known type
   */
  public PublicKeyLine authority() throws KeyFormatException {
    return PublicKeyLine.of(authority, "");
  }

  /** What the authority signed; the caller's copy. */
  public byte[] signed() {
    return signed.clone();
  }

  /** The authority's signature, its algorithm in front; the caller's copy. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Why nobody can log in with it at that time; absent where its own words don't say so. */
  public Optional<String> fault(Instant now) {
    return kind == USER ? invalidity(now) : Optional.of("it is a host's certificate");
  }

  /**
   * Why it does not vouch for a host at that time; absent where its own words don't say so. One
   * that names nobody is for every host.
   *
   * @param host the host's alias, or its name without a port
   */
  public Optional<String> faultFor(String host, Instant now) {
    if (kind != HOST) {
      return Optional.of("it is no host's certificate");
    }
    if (critical) {
      return Optional.of("it has a critical option, and none is known for hosts");
    }
    if (!principals.isEmpty() && !principals.contains(host)) {
      return Optional.of("it is for other names: " + String.join(", ", principals));
    }
    return invalidity(now);
  }

  private Optional<String> invalidity(Instant now) {
    if (Long.compareUnsigned(now.getEpochSecond(), validAfter) < 0) {
      return Optional.of("it is not valid before " + day(validAfter));
    }
    if (Long.compareUnsigned(now.getEpochSecond(), validBefore) >= 0) {
      return Optional.of("it expired at " + day(validBefore));
    }
    return Optional.empty();
  }

  private static String day(long seconds) {
    return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
        ? "the end of time"
        : Instant.ofEpochSecond(seconds).toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate certificate && Arrays.equals(blob, certificate.blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return type + " " + key.fingerprint();
  }
}
