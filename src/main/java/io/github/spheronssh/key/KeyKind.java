package io.github.spheronssh.key;

import java.util.List;
import java.util.Optional;

/** The kinds of key that can be made, by the names that ssh-keygen gives them. */
public enum KeyKind {
  /** RFC 8709: the default everywhere; its size is fixed. */
  ED25519("ed25519", 256),

  /** RFC 5656, over NIST's curves P-256, P-384 and P-521. */
  ECDSA("ecdsa", 256),

  /** RFC 4253 section 6.6, signed with SHA-2 as RFC 8332 says. */
  RSA("rsa", 3072);

  private final String label;
  private final int defaultBits;

  KeyKind(String label, int defaultBits) {
    this.label = label;
    this.defaultBits = defaultBits;
  }

  /** The word that {@code -t} takes and that a default file name ends with. */
  public String label() {
    return label;
  }

  /** The size that is made unless another one is asked for. */
  public int defaultBits() {
    return defaultBits;
  }

  /** The only sizes there are; empty where any within bounds will do. */
  public List<Integer> sizes() {
    return switch (this) {
      case ED25519 -> List.of(256);
      case ECDSA -> List.of(256, 384, 521);
      case RSA -> List.of();
    };
  }

  /** The kind of a type on the wire, like {@code ssh-rsa}; absent where none is made of it here. */
  public static Optional<KeyKind> ofType(String type) {
    return switch (type) {
      case "ssh-ed25519" -> Optional.of(ED25519);
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          Optional.of(ECDSA);
      case "ssh-rsa" -> Optional.of(RSA);
      default -> Optional.empty();
    };
  }

  /**
   * The name that ssh looks for by default: {@code id_ed25519}, {@code id_ecdsa}, {@code id_rsa}.
   */
  public String defaultFileName() {
    return "id_" + label;
  }
}
