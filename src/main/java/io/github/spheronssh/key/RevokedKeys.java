package io.github.spheronssh.key;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.SharedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that must never be accepted, as ssh_config(5), RevokedHostKeys, takes them: a list of public
 * keys, one a line, or a key revocation list of {@code ssh-keygen -k} (OpenSSH's PROTOCOL.krl).
 */
public final class RevokedKeys {
  /** The most that is read of a file, in bytes. */
  private static final int MAXIMUM_SIZE = 16 * 1024 * 1024;

  private final Set<ByteBuffer> blobs;
  private final Set<ByteBuffer> sha1s;
  private final Set<ByteBuffer> sha256s;
  private final List<RevokedCertificates> certificates;

  RevokedKeys(
      Set<ByteBuffer> blobs,
      Set<ByteBuffer> sha1s,
      Set<ByteBuffer> sha256s,
      List<RevokedCertificates> certificates) {
    this.blobs = Set.copyOf(blobs);
    this.sha1s = Set.copyOf(sha1s);
    this.sha256s = Set.copyOf(sha256s);
    this.certificates = List.copyOf(certificates);
  }

  /**
   * Reads a file, at most 16 MiB of it.
   *
   * @throws SpheronSshException where it isn't there or isn't understood to its end: then nobody
   *     can say of any key that it is not revoked
   */
  public static RevokedKeys read(Path file) throws SpheronSshException {
    byte[] content =
        SharedFile.at(file)
            .read(MAXIMUM_SIZE)
            .orElseThrow(
                () ->
                    new KeyFileException(
                        "there is no file of revoked keys at " + file,
                        "without it no key can be told from a revoked one"));
    try {
      return of(content);
    } catch (KeyFormatException e) {
      throw new KeyFileException(
          "the revoked keys in %s can't be read: %s".formatted(file, e.getMessage()),
          "ssh-keygen -Q -l -f '%s' shows a revocation list".formatted(file),
          e);
    }
  }

  static RevokedKeys of(byte[] content) throws KeyFormatException {
    return RevocationList.isOne(content) ? RevocationList.read(content) : list(content);
  }

  private static RevokedKeys list(byte[] content) throws KeyFormatException {
    var blobs = new HashSet<ByteBuffer>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        blobs.add(ByteBuffer.wrap(blob(text, number)));
      }
    }
    return new RevokedKeys(blobs, Set.of(), Set.of(), List.of());
  }

  /** A key of whatever type, since those that are to come can be revoked too. */
  private static byte[] blob(String line, int number) throws KeyFormatException {
    String[] words = line.split("[ \t]+", 3);
    try {
      byte[] blob = Base64.getDecoder().decode(words.length < 2 ? "" : words[1]);
      if (Certificate.typeOf(blob).equals(words[0])) {
        return Certificate.isTypeOfOne(words[0]) ? Certificate.of(blob).key().blob() : blob;
      }
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("line %d is not base64".formatted(number));
    }
    throw new KeyFormatException("line %d is no public key".formatted(number));
  }

  /** Whether a key must not be accepted. */
  public boolean holds(PublicKeyLine key) {
    byte[] blob = key.blob();
    return blobs.contains(ByteBuffer.wrap(blob))
        || sha1s.contains(ByteBuffer.wrap(Fingerprint.digest("SHA-1", blob)))
        || sha256s.contains(ByteBuffer.wrap(Fingerprint.digest("SHA-256", blob)));
  }

  /** Whether a certificate must not be, or the key in it, or any of its authority. */
  public boolean holds(Certificate certificate) throws KeyFormatException {
    PublicKeyLine authority = certificate.authority();
    return holds(certificate.key())
        || holds(authority)
        || certificates.stream().anyMatch(each -> each.holds(certificate, authority));
  }
}
