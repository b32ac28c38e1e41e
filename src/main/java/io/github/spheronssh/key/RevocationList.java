package io.github.spheronssh.key;

import io.github.spheronssh.key.RevokedCertificates.Bitmap;
import io.github.spheronssh.key.RevokedCertificates.Range;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The binary form of revoked keys (OpenSSH's PROTOCOL.krl). What isn't understood is an error: it
 * might be what revokes a key.
 */
final class RevocationList {
  private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private static final int CERTIFICATES = 1;
  private static final int EXPLICIT_KEYS = 2;
  private static final int SHA1_FINGERPRINTS = 3;
  private static final int SHA256_FINGERPRINTS = 5;
  private static final int EXTENSION = 255;

  private static final int SERIAL_LIST = 0x20;
  private static final int SERIAL_RANGE = 0x21;
  private static final int SERIAL_BITMAP = 0x22;
  private static final int KEY_IDS = 0x23;
  private static final int CERTIFICATE_EXTENSION = 0x39;

  private static final int SHA1_LENGTH = 20;
  private static final int SHA256_LENGTH = 32;

  private final Set<ByteBuffer> blobs = new HashSet<>();
  private final Set<ByteBuffer> sha1s = new HashSet<>();
  private final Set<ByteBuffer> sha256s = new HashSet<>();
  private final List<RevokedCertificates> certificates = new ArrayList<>();

  private RevocationList() {}

  static boolean isOne(byte[] content) {
    return content.length >= MAGIC.length
        && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static RevokedKeys read(byte[] content) throws KeyFormatException {
    var reader = new WireReader(content);
    reader.bytes(MAGIC.length);
    if (reader.uint32() != VERSION) {
      throw new KeyFormatException("the revocation list is of a version to come");
    }
    reader.uint64(); // the list's own version
    reader.uint64(); // when it was made
    reader.uint64(); // flags, of which none is defined
    reader.string(); // reserved
    reader.string(); // a comment
    var list = new RevocationList();
    while (!reader.atEnd()) {
      int type = reader.uint8();
      list.section(type, new WireReader(reader.string()));
    }
    return new RevokedKeys(list.blobs, list.sha1s, list.sha256s, list.certificates);
  }

  private void section(int type, WireReader section) throws KeyFormatException {
    switch (type) {
      case CERTIFICATES -> certificates.add(certificates(section));
      case EXPLICIT_KEYS -> strings(section, blobs);
      case SHA1_FINGERPRINTS -> hashes(section, SHA1_LENGTH, sha1s);
      case SHA256_FINGERPRINTS -> hashes(section, SHA256_LENGTH, sha256s);
      case EXTENSION -> passOver(section);
      default -> throw new KeyFormatException("the revocation list has a section of type " + type);
    }
  }

  private static void strings(WireReader section, Set<ByteBuffer> into) throws KeyFormatException {
    while (!section.atEnd()) {
      into.add(ByteBuffer.wrap(section.string()));
    }
  }

  private static void hashes(WireReader section, int length, Set<ByteBuffer> into)
      throws KeyFormatException {
    strings(section, into);
    if (into.stream().anyMatch(hash -> hash.remaining() != length)) {
      throw new KeyFormatException("the revocation list has a fingerprint of a wrong length");
    }
  }

  private static RevokedCertificates certificates(WireReader section) throws KeyFormatException {
    ByteBuffer authority = ByteBuffer.wrap(section.string());
    section.string(); // reserved
    var ranges = new ArrayList<Range>();
    var bitmaps = new ArrayList<Bitmap>();
    var ids = new HashSet<String>();
    while (!section.atEnd()) {
      int type = section.uint8();
      var part = new WireReader(section.string());
      switch (type) {
        case SERIAL_LIST -> {
          while (!part.atEnd()) {
            long serial = part.uint64();
            ranges.add(new Range(serial, serial));
          }
        }
        case SERIAL_RANGE -> ranges.add(range(part));
        case SERIAL_BITMAP -> bitmaps.add(bitmap(part));
        case KEY_IDS -> {
          while (!part.atEnd()) {
            ids.add(part.text());
          }
        }
        case CERTIFICATE_EXTENSION -> passOver(part);
        default ->
            throw new KeyFormatException(
                "the revocation list has a section of certificates of type " + type);
      }
      if (!part.atEnd()) {
        throw new KeyFormatException("the revocation list has bytes after a section's end");
      }
    }
    return new RevokedCertificates(authority, ranges, bitmaps, ids);
  }

  private static Range range(WireReader part) throws KeyFormatException {
    var range = new Range(part.uint64(), part.uint64());
    if (Long.compareUnsigned(range.first(), range.last()) > 0) {
      throw new KeyFormatException("the revocation list has a range that ends before it begins");
    }
    return range;
  }

  private static Bitmap bitmap(WireReader part) throws KeyFormatException {
    long offset = part.uint64();
    BigInteger bits = part.positive();
    if (Long.compareUnsigned(offset + bits.bitLength() - 1, offset) < 0) {
      throw new KeyFormatException("the revocation list has serial numbers beyond the last");
    }
    return new Bitmap(offset, bits);
  }

  /** An extension may be passed over where it says so itself. */
  private static void passOver(WireReader extension) throws KeyFormatException {
    extension.string(); // its name
    if (extension.uint8() != 0) {
      throw new KeyFormatException("the revocation list has an extension that must be understood");
    }
    extension.string();
  }
}
