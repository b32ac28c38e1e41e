package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHost;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the known_hosts files say of one host, by each of the names that it counts under. */
final class HostKnowledge {
  private static final int SSH_PORT = 22;
  private static final int MOST_OTHER_NAMES = 8;
  private static final List<String> PLAIN_TYPES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  private final KnownHosts known;
  private final String name;
  private final Optional<String> portless;

  private HostKnowledge(KnownHosts known, String name, Optional<String> portless) {
    this.known = known;
    this.name = name;
    this.portless = portless;
  }

  /** Reads the files that count for a target. */
  static HostKnowledge of(Target target) throws SpheronSshException {
    HostTrust trust = target.trust();
    boolean hasOtherName = trust.alias().isEmpty() && target.port() != SSH_PORT;
    var read =
        new HostKnowledge(
            KnownHosts.read(trust.files(), trust.revoking()),
            trust.name(target.host(), target.port()),
            hasOtherName
                ? Optional.of(KnownHosts.name(target.host(), SSH_PORT))
                : Optional.empty());
    // Before there is a key, ssh asks by the name without its port.
    return read.asked(target, HostKeySource.Reason.ORDER, target.host(), Optional.empty());
  }

  /** The same with what is said of a key that was met, where somebody is asked beside the files. */
  HostKnowledge asked(Target target, HostKeySource.Reason reason, String about, PublicKeyLine met)
      throws SpheronSshException {
    return asked(target, reason, about, Optional.of(met));
  }

  private HostKnowledge asked(
      Target target, HostKeySource.Reason reason, String about, Optional<PublicKeyLine> met)
      throws SpheronSshException {
    Optional<HostKeySource> source = target.trust().source();
    return source.isEmpty()
        ? this
        : new HostKnowledge(
            known.and(source.get().ask(target, reason, about, met)), name, portless);
  }

  /** What the host is known by first, and would be added by. */
  String name() {
    return name;
  }

  /** The lines that could not be read. */
  List<KnownHosts.Damage> damages() {
    return known.damages();
  }

  /**
   * The types of key that can be checked, best first, and before them those of certificates where a
   * line speaks of any: an authority's has to be met to count, and so has one that is revoked.
   */
  List<String> types() {
    List<String> found = names().flatMap(each -> known.keyTypes(each).stream()).toList();
    List<String> plain = PLAIN_TYPES.stream().filter(found::contains).toList();
    Stream<String> certified =
        names().anyMatch(known::speaksOfCertificates)
            ? Stream.concat(plain.stream(), PLAIN_TYPES.stream()).map(Certificate::certifiedType)
            : Stream.empty();
    return Stream.concat(certified, plain.stream()).distinct().toList();
  }

  /**
   * What is known of a plain key. As ssh does, a key that is known for the host counts on each of
   * its ports; unlike there, one that is revoked for it does so too.
   */
  HostVerdict judge(PublicKeyLine key) {
    HostVerdict verdict = known.judge(name, key);
    if (!(verdict instanceof HostVerdict.New) || portless.isEmpty()) {
      return verdict;
    }
    HostVerdict elsewhere = known.judge(portless.get(), key);
    return elsewhere instanceof HostVerdict.Changed ? verdict : elsewhere;
  }

  /** The line that revokes one of these keys for the host. */
  Optional<KnownHost> revocation(List<PublicKeyLine> keys) {
    return names()
        .flatMap(each -> keys.stream().map(key -> known.revocation(each, key)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The line that trusts an authority with the host's certificates. */
  Optional<KnownHost> authority(PublicKeyLine key) {
    return names().map(each -> known.authority(each, key)).flatMap(Optional::stream).findFirst();
  }

  /** The name of an address, which has to be known by the same key where that is checked. */
  Optional<String> addressName(InetAddress address, int port) {
    String text = address.getHostAddress().toLowerCase(Locale.ROOT);
    String addressName = KnownHosts.name(text, port);
    // As ssh: an address that was given as such is the name already, and loopback is every host's.
    return address.isLoopbackAddress() || addressName.equals(name)
        ? Optional.empty()
        : Optional.of(addressName);
  }

  /** What is known of a key under the name of an address. */
  HostVerdict judgeAddress(String addressName, PublicKeyLine key) {
    return known.judge(addressName, key);
  }

  /** Where else the key is known: so many places at most, as {@code file:line: names}. */
  List<String> otherNames(PublicKeyLine key) {
    return known.linesWith(key).stream()
        .limit(MOST_OTHER_NAMES)
        .map(line -> "%s:%d: %s".formatted(line.file(), line.line(), line.shownHosts()))
        .toList();
  }

  private Stream<String> names() {
    return Stream.concat(Stream.of(name), portless.stream());
  }
}
