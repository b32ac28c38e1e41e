package io.github.spheronssh.key;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCrypt;

/** The ciphers that {@code ssh-keygen -Z} encrypts a private section with. */
enum PrivateSectionCipher {
  AES128_CTR("aes128-ctr", "AES/CTR/NoPadding", 16, 16, 16),
  AES192_CTR("aes192-ctr", "AES/CTR/NoPadding", 24, 16, 16),
  AES256_CTR("aes256-ctr", "AES/CTR/NoPadding", 32, 16, 16),
  AES128_CBC("aes128-cbc", "AES/CBC/NoPadding", 16, 16, 16),
  AES192_CBC("aes192-cbc", "AES/CBC/NoPadding", 24, 16, 16),
  AES256_CBC("aes256-cbc", "AES/CBC/NoPadding", 32, 16, 16),
  AES128_GCM("aes128-gcm@openssh.com", "AES/GCM/NoPadding", 16, 12, 16),
  AES256_GCM("aes256-gcm@openssh.com", "AES/GCM/NoPadding", 32, 12, 16),
  TRIPLE_DES_CBC("3des-cbc", "DESede/CBC/NoPadding", 24, 8, 8),
  CHACHA20_POLY1305("chacha20-poly1305@openssh.com", "ChaCha20", 64, 0, 8);

  private static final int GCM_TAG_BITS = 128;

  private final String sshName;
  private final String transformation;
  private final int keySize;
  private final int vectorSize;
  private final int blockSize;

  PrivateSectionCipher(
      String sshName, String transformation, int keySize, int vectorSize, int blockSize) {
    this.sshName = sshName;
    this.transformation = transformation;
    this.keySize = keySize;
    this.vectorSize = vectorSize;
    this.blockSize = blockSize;
  }

  static Optional<PrivateSectionCipher> named(String name) {
    return Arrays.stream(values()).filter(cipher -> cipher.sshName.equals(name)).findFirst();
  }

  String sshName() {
    return sshName;
  }

  int blockSize() {
    return blockSize;
  }

  /** The bytes that follow the section and prove it, where the cipher has such. */
  int tagSize() {
    if (this == CHACHA20_POLY1305) {
      return SectionChaCha.TAG_SIZE;
    }
    return isGcm() ? GCM_TAG_BITS / 8 : 0;
  }

  byte[] encrypt(byte[] section, char[] passphrase, byte[] salt, int rounds)
      throws GeneralSecurityException {
    return crypt(Cipher.ENCRYPT_MODE, section, passphrase, salt, rounds);
  }

  byte[] decrypt(byte[] section, char[] passphrase, byte[] salt, int rounds)
      throws GeneralSecurityException {
    return crypt(Cipher.DECRYPT_MODE, section, passphrase, salt, rounds);
  }

  private byte[] crypt(int mode, byte[] section, char[] passphrase, byte[] salt, int rounds)
      throws GeneralSecurityException {
    byte[] secret = Passphrases.utf8(passphrase);
    byte[] derived = new byte[keySize + vectorSize];
    try {
      new BCrypt().pbkdf(secret, salt, rounds, derived);
      if (this == CHACHA20_POLY1305) {
        var chaCha = new SectionChaCha(derived);
        return mode == Cipher.ENCRYPT_MODE ? chaCha.seal(section) : chaCha.open(section);
      }
      var key = new SecretKeySpec(derived, 0, keySize, transformation.split("/", 2)[0]);
      var cipher = Cipher.getInstance(transformation);
      cipher.init(mode, key, vector(derived));
      return cipher.doFinal(section);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  private AlgorithmParameterSpec vector(byte[] derived) {
    return isGcm()
        ? new GCMParameterSpec(GCM_TAG_BITS, derived, keySize, vectorSize)
        : new IvParameterSpec(derived, keySize, vectorSize);
  }

  private boolean isGcm() {
    return vectorSize == 12;
  }
}
