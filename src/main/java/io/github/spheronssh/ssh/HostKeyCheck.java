package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/** Decides whether the key that a server proved is its own. */
final class HostKeyCheck implements ServerKeyVerifier {
  private final Target target;
  private final Questions questions;
  private final Observer observer;
  private final StageClock clock;
  private final String name;
  private final KnownHosts known;
  private volatile @Nullable PublicKeyLine accepted;
  private volatile boolean kept;

  HostKeyCheck(Target target, Questions questions, Observer observer, StageClock clock)
      throws SpheronSshException {
    this.target = target;
    this.questions = questions;
    this.observer = observer;
    this.clock = clock;
    this.name = target.trust().name(target.host(), target.port());
    this.known = KnownHosts.read(target.trust().files());
    known.damages().forEach(damage -> observer.on(new Event.LinePassedOver(damage)));
  }

  /** The kinds of key that the host is known by. */
  List<String> knownTypes() {
    return Stream.concat(
            known.keyTypes(name).stream(),
            portless().stream().flatMap(n -> known.keyTypes(n).stream()))
        .distinct()
        .toList();
  }

  /** The key that was found right. */
  Optional<PublicKeyLine> accepted() {
    return Optional.ofNullable(accepted);
  }

  /** Whether a known_hosts file has that key, by now at the latest. */
  boolean isKept() {
    return kept;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
    try {
      PublicKeyLine met = PublicKeyLine.of(key, "");
      PublicKeyLine before = accepted;
      if (before != null) {
        return sameAsBefore(before, met);
      }
      judge(met);
      accepted = met;
      return true;
    } catch (SpheronSshException e) {
      clock.fail(Failures.of(Layer.HOST_KEY, e));
      return false;
    }
  }

  /** A new key exchange within a session has to be with the same host. */
  private static boolean sameAsBefore(PublicKeyLine before, PublicKeyLine met) throws SshException {
    if (!before.sameKeyAs(met)) {
      throw new SshException(
          Layer.HOST_KEY,
          "the host key changed within the session, from %s to %s"
              .formatted(before.fingerprint(), met.fingerprint()),
          null);
    }
    return true;
  }

  private void judge(PublicKeyLine key) throws SpheronSshException {
    HostVerdict verdict = known.judge(name, key);
    if (verdict instanceof HostVerdict.New && portless().isPresent()) {
      // As ssh does: a key that is known for the host counts on each of its ports.
      HostVerdict elsewhere = known.judge(portless().get(), key);
      verdict = elsewhere instanceof HostVerdict.Changed ? verdict : elsewhere;
    }
    observer.on(new Event.HostKeyMet(key, name, verdict));
    expect(key);
    switch (verdict) {
      case HostVerdict.Known _ -> kept = true;
      case HostVerdict.Revoked revoked -> throw HostKeyException.revoked(target, key, revoked);
      case HostVerdict.Changed changed ->
          throw HostKeyException.changed(target, name, key, changed);
      case HostVerdict.New _ -> meet(key);
    }
  }

  private void expect(PublicKeyLine key) throws SshException {
    if (target.trust().expected().isPresent() && !isExpected(key)) {
      throw HostKeyException.unexpected(target, key);
    }
  }

  private boolean isExpected(PublicKeyLine key) {
    return target
        .trust()
        .expected()
        .filter(
            expected ->
                expected.equals(key.fingerprint()) || expected.equals(Fingerprint.md5(key.blob())))
        .isPresent();
  }

  private void meet(PublicKeyLine key) throws SpheronSshException {
    boolean trusted =
        isExpected(key)
            || switch (target.trust().policy()) {
              case ACCEPT_NEW -> true;
              case STRICT -> throw HostKeyException.unknown(target, key);
              case ASK ->
                  clock.unhurried(
                      () -> questions.trusts(new HostKeyQuestion(target.host(), name, key)));
            };
    if (!trusted) {
      throw HostKeyException.declined(target, key);
    }
    if (questions.keepsHostKeys()) {
      pin(key);
    }
  }

  /** Keeps the key; where it can't be kept, this session is trusted all the same, as ssh does. */
  private void pin(PublicKeyLine key) {
    Path file = target.trust().pins();
    String comment = "added " + LocalDate.now(ZoneOffset.UTC);
    try {
      KnownHostsFile.at(file).add(name, key.withComment(comment));
      kept = true;
      observer.on(new Event.HostKeyAdded(name, key, file));
    } catch (FileException e) {
      observer.on(new Event.HostKeyNotKept(name, file, e.getMessage()));
    }
  }

  private Optional<String> portless() {
    return target.trust().alias().isPresent() || target.port() == 22
        ? Optional.empty()
        : Optional.of(KnownHosts.name(target.host(), 22));
  }
}
