package io.github.spheronssh.ssh;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHost;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A host that could not prove to be the one that is meant. */
public final class HostKeyException extends SshException {
  private static final long serialVersionUID = 1L;

  /** Why the key was not taken. */
  public enum Reason {
    /** The host has had another key. */
    CHANGED,
    /** The host's address has another key. */
    ADDRESS_DIFFERS,
    /** The key is marked as revoked. */
    REVOKED,
    /** Nothing is known of the host, and the policy is to trust nothing new. */
    UNKNOWN,
    /** The key is shorter than keys have to be. */
    TOO_SHORT,
    /** The user said that the key is not the host's. */
    DECLINED,
    /** The key is not the one whose fingerprint the user gave. */
    UNEXPECTED
  }

  private static final String CAUTION =
      "do not connect before you know why: check the fingerprint some other way";

  private final Reason reason;
  private final transient @Nullable PublicKeyLine met;
  private final transient List<KnownHost> pinned;

  private HostKeyException(
      Reason reason, PublicKeyLine met, List<KnownHost> pinned, String message, String hint) {
    super(Layer.HOST_KEY, message, hint);
    this.reason = reason;
    this.met = met;
    this.pinned = pinned;
  }

  /** Why the key was not taken. */
  public Reason reason() {
    return reason;
  }

  /** The key that the server proved. */
  public PublicKeyLine met() {
    return java.util.Objects.requireNonNull(met);
  }

  /** The lines that speak against it. */
  public List<KnownHost> pinned() {
    return pinned;
  }

  static HostKeyException changed(Target target, PublicKeyLine met, HostVerdict.Changed changed) {
    return new HostKeyException(
        Reason.CHANGED,
        met,
        changed.pinned(),
        "the host key of %s has changed, which is what an attack looks like: pinned is %s, met %s %s"
            .formatted(target.host(), pins(changed), met.type(), met.fingerprint()),
        CAUTION);
  }

  static HostKeyException addressDiffers(
      Target target, String address, PublicKeyLine met, HostVerdict.Changed changed) {
    return new HostKeyException(
        Reason.ADDRESS_DIFFERS,
        met,
        changed.pinned(),
        "the host key of %s is not that of its address %s: pinned for the address is %s, met %s %s"
            .formatted(target.host(), address, pins(changed), met.type(), met.fingerprint()),
        "if the address went to another host, drop it: ssh-keygen -R '%s'; or leave CheckHostIP off"
            .formatted(address));
  }

  private static String pins(HostVerdict.Changed changed) {
    return changed.pinned().stream()
        .map(
            pin ->
                "%s %s (%s:%d%s)"
                    .formatted(
                        pin.key().type(),
                        pin.key().fingerprint(),
                        pin.file(),
                        pin.line(),
                        pin.key().comment().isEmpty() ? "" : ", " + pin.key().comment()))
        .collect(Collectors.joining(" or "));
  }

  static HostKeyException revoked(Target target, PublicKeyLine met, HostVerdict.Revoked revoked) {
    return new HostKeyException(
        Reason.REVOKED,
        met,
        List.of(revoked.line()),
        "the host key of %s is revoked: %s %s is marked so in %s:%d"
            .formatted(
                target.host(),
                met.type(),
                met.fingerprint(),
                revoked.line().file(),
                revoked.line().line()),
        "do not connect; whoever runs the machine has to give it a new host key");
  }

  static HostKeyException revokedBy(Target target, PublicKeyLine met, Path file) {
    return new HostKeyException(
        Reason.REVOKED,
        met,
        List.of(),
        "the host key of %s is revoked: %s %s is among the keys of %s (RevokedHostKeys)"
            .formatted(target.host(), met.type(), met.fingerprint(), file),
        "do not connect; whoever runs the machine has to give it a new host key");
  }

  static HostKeyException tooShort(Target target, PublicKeyLine met, int least) {
    return new HostKeyException(
        Reason.TOO_SHORT,
        met,
        List.of(),
        "the host key of %s is too short: %s %s has %d bits, and RequiredRSASize is %d"
            .formatted(target.host(), met.type(), met.fingerprint(), met.bits(), least),
        "whoever runs the machine can give it an ed25519 key: ssh-keygen -A");
  }

  static HostKeyException unknown(Target target, PublicKeyLine met) {
    return new HostKeyException(
        Reason.UNKNOWN,
        met,
        List.of(),
        "the host key of %s is not known: %s %s"
            .formatted(target.host(), met.type(), met.fingerprint()),
        "check the fingerprint, then give --host-key-fingerprint " + met.fingerprint());
  }

  static HostKeyException unkept(Target target, PublicKeyLine met) {
    return new HostKeyException(
        Reason.UNKNOWN,
        met,
        List.of(),
        "the host key of %s is not known, and there is no file to keep it in: %s %s"
            .formatted(target.host(), met.type(), met.fingerprint()),
        "give a file with UserKnownHostsFile instead of none");
  }

  static HostKeyException declined(Target target, PublicKeyLine met) {
    return new HostKeyException(
        Reason.DECLINED,
        met,
        List.of(),
        "the host key of %s was not accepted: %s %s"
            .formatted(target.host(), met.type(), met.fingerprint()),
        "the fingerprint can be checked on the machine: ssh-keygen -lf"
            + " /etc/ssh/ssh_host_ed25519_key.pub");
  }

  static HostKeyException unexpected(Target target, PublicKeyLine met) {
    return new HostKeyException(
        Reason.UNEXPECTED,
        met,
        List.of(),
        "the host key of %s is not the expected one: expected %s, met %s %s"
            .formatted(
                target.host(),
                target.trust().expected().map(Object::toString).orElse(""),
                met.type(),
                met.fingerprint()),
        "compare the fingerprint with its source once more");
  }
}
