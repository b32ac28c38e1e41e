package io.github.spheronssh.key;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * ChaCha20 and Poly1305 as OpenSSH joins them (PROTOCOL.chacha20poly1305), for a section that is
 * the packet of number zero and has no length before it.
 */
final class SectionChaCha {
  static final int TAG_SIZE = 16;

  private static final int KEY_SIZE = 32;
  private static final int BLOCK_SIZE = 64;

  private final ChaChaEngine cipher = new ChaChaEngine();
  private final Poly1305 authenticator = new Poly1305();

  /** Takes the first 32 bytes; what follows them would encrypt a packet's length. */
  SectionChaCha(byte[] key) {
    var number = new byte[Long.BYTES];
    cipher.init(true, new ParametersWithIV(new KeyParameter(key, 0, KEY_SIZE), number));
    byte[] first = new byte[BLOCK_SIZE];
    cipher.processBytes(first, 0, BLOCK_SIZE, first, 0);
    authenticator.init(new KeyParameter(first, 0, KEY_SIZE));
    Arrays.fill(first, (byte) 0);
  }

  /** The encrypted section and its tag. */
  byte[] seal(byte[] section) {
    byte[] sealed = new byte[section.length + TAG_SIZE];
    cipher.processBytes(section, 0, section.length, sealed, 0);
    System.arraycopy(tag(sealed), 0, sealed, section.length, TAG_SIZE);
    return sealed;
  }

  /** The section, which the tag at the end proves. */
  byte[] open(byte[] sealed) throws AEADBadTagException {
    int length = sealed.length - TAG_SIZE;
    byte[] given = Arrays.copyOfRange(sealed, length, sealed.length);
    if (!MessageDigest.isEqual(tag(sealed), given)) {
      throw new AEADBadTagException();
    }
    byte[] section = new byte[length];
    cipher.processBytes(sealed, 0, length, section, 0);
    return section;
  }

  private byte[] tag(byte[] sealed) {
    byte[] tag = new byte[TAG_SIZE];
    authenticator.update(sealed, 0, sealed.length - TAG_SIZE);
    authenticator.doFinal(tag, 0);
    return tag;
  }
}
