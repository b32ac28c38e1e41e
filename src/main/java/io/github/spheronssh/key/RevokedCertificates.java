package io.github.spheronssh.key;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * The certificates of one authority that are revoked (OpenSSH's PROTOCOL.krl, 2).
 *
 * @param authority the blob of its key; empty where any authority is meant
 * @param ranges the serial numbers
 * @param bitmaps more of them
 * @param ids what the authority calls the certificates
 */
record RevokedCertificates(
    ByteBuffer authority, List<Range> ranges, List<Bitmap> bitmaps, Set<String> ids) {
  /** Copies what can change. */
  RevokedCertificates {
    authority = authority.asReadOnlyBuffer();
    ranges = List.copyOf(ranges);
    bitmaps = List.copyOf(bitmaps);
    ids = Set.copyOf(ids);
  }

  /** Serial numbers from the first to the last, both without a sign. */
  record Range(long first, long last) {
    boolean holds(long serial) {
      return Long.compareUnsigned(first, serial) <= 0 && Long.compareUnsigned(serial, last) <= 0;
    }
  }

  /** Serial numbers from an offset on, of which those are meant whose bit is set. */
  record Bitmap(long offset, BigInteger bits) {
    boolean holds(long serial) {
      long bit = serial - offset;
      return Long.compareUnsigned(serial, offset) >= 0
          && Long.compareUnsigned(bit, bits.bitLength()) < 0
          && bits.testBit(Math.toIntExact(bit));
    }
  }

  /** Whether a certificate is one of them; a serial of zero is that of whoever counts none. */
  boolean holds(Certificate certificate, PublicKeyLine signer) {
    if (authority.hasRemaining() && !authority.equals(ByteBuffer.wrap(signer.blob()))) {
      return false;
    }
    long serial = certificate.serial();
    return ids.contains(certificate.id())
        || (serial != 0
            && (ranges.stream().anyMatch(range -> range.holds(serial))
                || bitmaps.stream().anyMatch(bitmap -> bitmap.holds(serial))));
  }
}
