package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The keys that open and prove a file of PuTTY's (PuTTY's manual, appendix C): of version 3 by
 * Argon2 from the passphrase, of version 2 by SHA-1.
 */
final class PuttySecrets implements AutoCloseable {
  static final int BLOCK_SIZE = 16;

  private static final int KEY_SIZE = 32;
  private static final int MAC_KEY_SIZE = 32;

  private final int version;
  private final byte[] cipherKey;
  private final byte[] vector;
  private final byte[] macKey;

  private PuttySecrets(int version, byte[] cipherKey, byte[] vector, byte[] macKey) {
    this.version = version;
    this.cipherKey = cipherKey;
    this.vector = vector;
    this.macKey = macKey;
  }

  /** Those of a file without a passphrase, which proves that it is whole and no more. */
  static PuttySecrets none(int version) {
    byte[] macKey = version == 2 ? oldMacKey(new byte[0]) : new byte[0];
    return new PuttySecrets(version, new byte[0], new byte[0], macKey);
  }

  /** Those of version 2; the passphrase stays the caller's to wipe. */
  static PuttySecrets old(char[] passphrase) {
    byte[] secret = Passphrases.utf8(passphrase);
    byte[] first = sha1(new byte[] {0, 0, 0, 0}, secret);
    byte[] second = sha1(new byte[] {0, 0, 0, 1}, secret);
    byte[] key = Arrays.copyOf(first, KEY_SIZE);
    System.arraycopy(second, 0, key, first.length, KEY_SIZE - first.length);
    byte[] macKey = oldMacKey(secret);
    wipe(secret, first, second);
    return new PuttySecrets(2, key, new byte[BLOCK_SIZE], macKey);
  }

  /** Those of version 3; the passphrase stays the caller's to wipe. */
  static PuttySecrets stretched(PuttyStretching stretching, char[] passphrase) {
    byte[] secret = Passphrases.utf8(passphrase);
    byte[] derived = stretching.derive(secret, KEY_SIZE + BLOCK_SIZE + MAC_KEY_SIZE);
    int macStart = KEY_SIZE + BLOCK_SIZE;
    var secrets =
        new PuttySecrets(
            3,
            Arrays.copyOf(derived, KEY_SIZE),
            Arrays.copyOfRange(derived, KEY_SIZE, macStart),
            Arrays.copyOfRange(derived, macStart, derived.length));
    wipe(secret, derived);
    return secrets;
  }

  byte[] encrypt(byte[] blob) {
    return crypt(Cipher.ENCRYPT_MODE, blob);
  }

  byte[] decrypt(byte[] blob) {
    return crypt(Cipher.DECRYPT_MODE, blob);
  }

  /** What proves the bytes; of another passphrase it is another. */
  byte[] mac(byte[] bytes) {
    Digest digest = version == 2 ? new SHA1Digest() : new SHA256Digest();
    var mac = new HMac(digest);
    mac.init(new KeyParameter(macKey));
    mac.update(bytes, 0, bytes.length);
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }

  /** Forgets them. */
  @Override
  public void close() {
    wipe(cipherKey, vector, macKey);
  }

  /** Without a passphrase nothing is encrypted. */
  private byte[] crypt(int mode, byte[] blob) {
    if (cipherKey.length == 0) {
      return blob.clone();
    }
    try {
      var cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(cipherKey, "AES"), new IvParameterSpec(vector));
      return cipher.doFinal(blob);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("blocks whose number was checked can't be encrypted", e);
    }
  }

  private static byte[] oldMacKey(byte[] secret) {
    return sha1("putty-private-key-file-mac-key".getBytes(StandardCharsets.US_ASCII), secret);
  }

  private static byte[] sha1(byte[] first, byte[] second) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(first);
      return digest.digest(second);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static void wipe(byte[]... secrets) {
    for (byte[] secret : secrets) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
