package io.github.spheronssh.age;

import java.util.Arrays;

/**
 * The age format, version 1 (C2SP age.md), of files that one passphrase opens: held in memory
 * whole, since nothing of a file is to be believed before its last byte is.
 */
public final class AgeFile {
  /** As age has it: 256 MiB of memory, and about a second. */
  private static final int WORK_FACTOR = 18;

  private AgeFile() {}

  /**
   * Encrypts the content.
   *
   * @param passphrase not empty; stays the caller's to wipe
   */
  public static byte[] encrypt(byte[] content, char[] passphrase) throws AgeException {
    return encrypt(content, passphrase, WORK_FACTOR);
  }

  static byte[] encrypt(byte[] content, char[] passphrase, int workFactor) throws AgeException {
    if (passphrase.length == 0) {
      throw new AgeException("an empty passphrase protects nothing", null);
    }
    byte[] fileKey = Primitives.random(Header.FILE_KEY_SIZE);
    try {
      byte[] header = Header.write(fileKey, passphrase, workFactor);
      byte[] payload = Payload.encrypt(content, fileKey);
      byte[] file = Arrays.copyOf(header, header.length + payload.length);
      System.arraycopy(payload, 0, file, header.length, payload.length);
      return file;
    } finally {
      Arrays.fill(fileKey, (byte) 0);
    }
  }

  /**
   * Decrypts a file, and gives nothing of one that isn't whole.
   *
   * @param passphrase stays the caller's to wipe
   * @return the content, the caller's to wipe
   * @throws BadPassphraseException where the passphrase doesn't open it
   * @throws AgeException where it is no such file, is damaged or cut short, or asks for more work
   *     than 2^22 rounds of scrypt (4 GiB of memory)
   */
  public static byte[] decrypt(byte[] file, char[] passphrase) throws AgeException {
    Header header = Header.read(file);
    byte[] fileKey = header.open(passphrase);
    try {
      return Payload.decrypt(file, header.size(), fileKey);
    } finally {
      Arrays.fill(fileKey, (byte) 0);
    }
  }
}
