package io.github.spheronssh.key;

/** The hashes that {@code ssh-keygen -E} takes, by the names that stand before a fingerprint. */
public enum FingerprintHash {
  /** Of old lists, spelled in hex; to be compared with and never to be trusted. */
  MD5("MD5"),
  /** As weak by now. */
  SHA1("SHA-1"),
  /** What OpenSSH shows by default. */
  SHA256("SHA-256"),
  SHA384("SHA-384"),
  SHA512("SHA-512");

  private final String algorithm;

  FingerprintHash(String algorithm) {
    this.algorithm = algorithm;
  }

  byte[] digest(byte[] blob) {
    return Fingerprint.digest(algorithm, blob);
  }
}
