package io.github.spheronssh.agent;

import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.Arrays;
import java.util.Optional;

/** A key that an agent holds; certificates and keys of kinds unknown here are among them. */
public final class AgentKey {
  private final String type;
  private final byte[] blob;
  private final String comment;

  AgentKey(String type, byte[] blob, String comment) {
    this.type = type;
    this.blob = blob.clone();
    this.comment = comment;
  }

  /** The kind of key as its blob has it, such as {@code ssh-ed25519}. */
  public String type() {
    return type;
  }

  /** The public key as the protocol has it (RFC 4253, 6.6). */
  public byte[] blob() {
    return blob.clone();
  }

  /** The comment that the key was added with; it comes from outside. */
  public String comment() {
    return comment;
  }

  /** The fingerprint of the blob. */
  public Fingerprint fingerprint() {
    return Fingerprint.sha256(blob);
  }

  /**
   * The key as a line of text without the comment; absent for a certificate and for a kind unknown
   * here.
   */
  public Optional<PublicKeyLine> publicKey() {
    try {
      return Optional.of(PublicKeyLine.of(blob, ""));
    } catch (KeyFormatException e) {
      return Optional.empty();
    }
  }

  /** The certificate that it is; absent for a plain key. */
  public Optional<Certificate> certificate() {
    try {
      return Certificate.isTypeOfOne(type) ? Optional.of(Certificate.of(blob)) : Optional.empty();
    } catch (KeyFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgentKey key && Arrays.equals(blob, key.blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return type + " " + fingerprint() + " " + comment;
  }
}
