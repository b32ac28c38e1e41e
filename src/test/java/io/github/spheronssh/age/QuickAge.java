package io.github.spheronssh.age;

/** Files of which the passphrase is checked in no time. */
public final class QuickAge {
  private QuickAge() {}

  /** Encrypts with hardly any work. */
  public static byte[] encrypt(byte[] content, char[] passphrase) throws AgeException {
    return AgeFile.encrypt(content, passphrase, 1);
  }
}
