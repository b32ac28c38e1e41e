package io.github.spheronssh.key;

import java.util.Optional;

/**
 * A key as {@code ssh-keygen -l} shows it.
 *
 * @param key the key, of a certificate the one that it certifies
 * @param certified whether it came in a certificate
 * @param comment what is said of it, which may come from outside; absent where nothing can be
 */
public record ListedKey(PublicKeyLine key, boolean certified, Optional<String> comment) {

  /** The kind, like {@code ED25519} or {@code RSA-CERT}. */
  public String label() {
    return certified ? key.label() + "-CERT" : key.label();
  }

  /** The hash of the key alone, whatever certifies it. */
  public Fingerprint fingerprint(FingerprintHash hash) {
    return Fingerprint.of(hash, key.blob());
  }

  /** The picture of that fingerprint: eleven lines, without a line end after the last. */
  public String randomart(FingerprintHash hash) {
    return Randomart.of(label(), key, hash);
  }
}
