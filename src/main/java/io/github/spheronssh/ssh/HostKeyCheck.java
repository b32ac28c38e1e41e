package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHost;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;

/** Decides whether the key that a server proved is its own. */
final class HostKeyCheck {
  /** How many lines are told of one by one, where a whole file may be none of ssh's. */
  private static final int MOST_DAMAGES = 3;

  private final Target target;
  private final List<String> authorityAlgorithms;
  private final ForbiddenKeys forbidden;
  private final Questions questions;
  private final Observer observer;
  private final StageClock clock;
  private volatile HostKnowledge knowledge;
  private volatile @Nullable PublicKeyLine accepted;
  private volatile boolean kept;
  private volatile boolean speaksForOthers;

  /**
   * A check of one connection's host.
   *
   * @param wish how authorities may sign the host's certificates, and how long keys have to be
   */
  HostKeyCheck(
      Target target, AlgorithmWish wish, Questions questions, Observer observer, StageClock clock)
      throws SpheronSshException {
    this.authorityAlgorithms = wish.caSignatures();
    this.forbidden = new ForbiddenKeys(target, wish.leastRsaBits());
    this.target = target;
    this.questions = questions;
    this.observer = observer;
    this.clock = clock;
    this.knowledge = HostKnowledge.of(target);
    tellOf(knowledge.damages());
  }

  private void tellOf(List<KnownHosts.Damage> damages) {
    damages.stream()
        .limit(MOST_DAMAGES)
        .forEach(damage -> observer.on(new Event.LinePassedOver(damage)));
    if (damages.size() > MOST_DAMAGES) {
      observer.on(new Event.LinesPassedOver(damages.size() - MOST_DAMAGES));
    }
  }

  /** The types of key, and of certificates, that the host can be known by, best first. */
  List<String> knownTypes() {
    return knowledge.types();
  }

  /** Whether a key is as long as a host's has to be. */
  boolean isLongEnough(PublicKeyLine key) {
    return forbidden.isLongEnough(key);
  }

  /** The key that was found right. */
  Optional<PublicKeyLine> accepted() {
    return Optional.ofNullable(accepted);
  }

  /** Whether a known_hosts file has that key, by now at the latest. */
  boolean isKept() {
    return kept;
  }

  /**
   * Whether the host may add to its keys: the user's own files had this one under the host's own
   * name, or the user has just confirmed it (ssh_config(5), UpdateHostKeys).
   */
  boolean speaksForOthers() {
    return speaksForOthers;
  }

  /**
   * Judges what a host showed.
   *
   * @param address where it was met
   * @param blob a key or a certificate
   * @param proved the key by which the library checked the host's signature
   */
  boolean passes(Optional<InetAddress> address, byte[] blob, PublicKey proved) {
    try {
      Optional<Certificate> certificate = certificate(blob);
      PublicKeyLine key =
          certificate.isPresent() ? certificate.get().key() : PublicKeyLine.of(blob, "");
      PublicKey plain = proved instanceof OpenSshCertificate of ? of.getCertPubKey() : proved;
      if (!key.sameKeyAs(PublicKeyLine.of(plain, ""))) {
        throw new SshException(Layer.HOST_KEY, "the host showed one key and proved another", null);
      }
      PublicKeyLine before = accepted;
      if (before == null) {
        judge(address, key, certificate);
        accepted = key;
      } else if (!before.sameKeyAs(key)) {
        throw changedWithin(before, key);
      }
      return true;
    } catch (SpheronSshException e) {
      clock.fail(Failures.of(Layer.HOST_KEY, e));
      return false;
    }
  }

  /** A new key exchange within a session has to be with the same host. */
  private static SshException changedWithin(PublicKeyLine before, PublicKeyLine met) {
    return new SshException(
        Layer.HOST_KEY,
        "the host key changed within the session, from %s to %s"
            .formatted(before.fingerprint(), met.fingerprint()),
        null);
  }

  private static Optional<Certificate> certificate(byte[] blob) throws KeyFormatException {
    return Certificate.isTypeOfOne(Certificate.typeOf(blob))
        ? Optional.of(Certificate.of(blob))
        : Optional.empty();
  }

  private void judge(Optional<InetAddress> at, PublicKeyLine key, Optional<Certificate> certificate)
      throws SpheronSshException {
    forbidden.refuse(key, certificate);
    knowledge = knowledge.asked(target, HostKeySource.Reason.HOSTNAME, knowledge.name(), key);
    Optional<HostVerdict> certified = Optional.empty();
    if (certificate.isPresent()) {
      certified = judge(certificate.get());
    }
    HostVerdict verdict = certified.orElseGet(() -> knowledge.judge(key));
    observer.on(new Event.HostKeyMet(key, knowledge.name(), verdict));
    expect(key);
    switch (verdict) {
      case HostVerdict.Known known -> recognise(at, key, known.line());
      case HostVerdict.Revoked revoked -> throw HostKeyException.revoked(target, key, revoked);
      case HostVerdict.Changed changed -> throw HostKeyException.changed(target, key, changed);
      case HostVerdict.New _ -> meet(at, key);
    }
  }

  /** What a certificate is worth; absent where it's worth no more than the key in it. */
  private Optional<HostVerdict> judge(Certificate certificate) {
    Optional<PublicKeyLine> signer = signer(certificate);
    Optional<KnownHost> revoked =
        knowledge.revocation(Stream.concat(Stream.of(certificate.key()), signer.stream()).toList());
    if (revoked.isPresent()) {
      return Optional.of(new HostVerdict.Revoked(revoked.get()));
    }
    Optional<KnownHost> authority = signer.flatMap(knowledge::authority);
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> fault =
        certificate
            .faultFor(target.trust().principal(target.host()), Instant.now())
            .or(
                () ->
                    SignatureCheck.fault(
                        authority.get().key(),
                        certificate.signed(),
                        certificate.signature(),
                        authorityAlgorithms));
    fault.ifPresent(reason -> observer.on(new Event.CertificatePassedOver(certificate, reason)));
    return fault.isPresent()
        ? Optional.empty()
        : Optional.of(new HostVerdict.Known(authority.get()));
  }

  private static Optional<PublicKeyLine> signer(Certificate certificate) {
    try {
      return Optional.of(certificate.authority());
    } catch (KeyFormatException e) {
      return Optional.empty(); // of a type that no line can trust
    }
  }

  private void recognise(Optional<InetAddress> at, PublicKeyLine key, KnownHost line)
      throws SpheronSshException {
    kept = true;
    boolean plain = line.marker() == KnownHost.Marker.NONE;
    if (plain) {
      Optional<String> address = checkAddress(at, key);
      if (address.isPresent() && questions.keepsHostKeys()) {
        pin(List.of(address.get()), key);
      }
    }
    speaksForOthers =
        plain && target.trust().own().contains(line.file()) && line.names(knowledge.name());
    if (target.trust().habits().showsPicture()) {
      observer.on(new Event.HostKeyShown(key));
    }
  }

  /**
   * The address's name where nothing is known of it.
   *
   * @throws HostKeyException where the address is known by other keys (CheckHostIP)
   */
  private Optional<String> checkAddress(Optional<InetAddress> at, PublicKeyLine key)
      throws SpheronSshException {
    if (!target.trust().habits().checksAddress() || at.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = knowledge.addressName(at.get(), target.port());
    if (name.isEmpty()) {
      return name;
    }
    knowledge = knowledge.asked(target, HostKeySource.Reason.ADDRESS, name.get(), key);
    return switch (knowledge.judgeAddress(name.get(), key)) {
      case HostVerdict.New _ -> name;
      case HostVerdict.Known _ -> Optional.empty();
      case HostVerdict.Revoked revoked -> throw HostKeyException.revoked(target, key, revoked);
      case HostVerdict.Changed changed ->
          throw HostKeyException.addressDiffers(target, name.get(), key, changed);
    };
  }

  private void expect(PublicKeyLine key) throws SshException {
    if (target.trust().expected().isPresent() && !isExpected(key)) {
      throw HostKeyException.unexpected(target, key);
    }
  }

  private boolean isExpected(PublicKeyLine key) {
    return target.trust().expected().filter(expected -> expected.isOf(key)).isPresent();
  }

  private void meet(Optional<InetAddress> at, PublicKeyLine key) throws SpheronSshException {
    if (target.trust().own().isEmpty() && questions.keepsHostKeys()) {
      throw HostKeyException.unkept(target, key);
    }
    Optional<String> address = checkAddress(at, key);
    boolean confirmed = isExpected(key) || confirms(key);
    speaksForOthers = confirmed;
    if (questions.keepsHostKeys()) {
      pin(Stream.concat(Stream.of(knowledge.name()), address.stream()).toList(), key);
    }
  }

  /** Whether the user has said that the key is right; false where none has to. */
  private boolean confirms(PublicKeyLine key) throws SpheronSshException {
    var question =
        new HostKeyQuestion(target.host(), knowledge.name(), key, knowledge.otherNames(key));
    return switch (target.trust().policy()) {
      case ACCEPT_NEW -> false;
      case STRICT -> throw HostKeyException.unknown(target, key);
      case ASK -> {
        if (!clock.unhurried(() -> questions.trusts(question))) {
          throw HostKeyException.declined(target, key);
        }
        yield true;
      }
    };
  }

  /** Keeps the key; where it can't be kept, this session is trusted all the same, as ssh does. */
  private void pin(List<String> names, PublicKeyLine key) {
    Optional<Path> file = target.trust().pins();
    if (file.isEmpty() || KnownHostsFile.at(file.get()).forgets()) {
      return;
    }
    String comment = "added " + LocalDate.now(ZoneOffset.UTC);
    for (String name : names) {
      try {
        KnownHostsFile.at(file.get())
            .hashing(target.trust().habits().hashesNames())
            .add(name, key.withComment(comment));
        kept = true;
        observer.on(new Event.HostKeyAdded(name, key, file.get()));
      } catch (FileException e) {
        observer.on(new Event.HostKeyNotKept(name, file.get(), e.getMessage()));
      }
    }
  }
}
