package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What decides whether a host's key is trusted.
 *
 * @param policy what to do with a key of a host that has none yet
 * @param alias the name that the host is known by whatever its address and port are now, such as
 *     {@code spheron-<deployment id>}; absent for a host that is known by name and port
 * @param own the user's known_hosts files, read first; new keys are added to the first of them, and
 *     where there is none a host that isn't known is refused
 * @param shared known_hosts files that are only read
 * @param revoking known_hosts files of which only what they revoke counts
 * @param revoked a file of keys that no host may have (RevokedHostKeys)
 * @param source who is asked beside the files (KnownHostsCommand)
 * @param expected the fingerprint that the user has from another source, which outranks a question
 * @param habits what else is done with host keys
 */
public record HostTrust(
    Policy policy,
    Optional<String> alias,
    List<Path> own,
    List<Path> shared,
    List<Path> revoking,
    Optional<Path> revoked,
    Optional<HostKeySource> source,
    Optional<Fingerprint> expected,
    HostKeyHabits habits) {
  /** What to do with the key of a host that is not known yet; a changed key is always refused. */
  public enum Policy {
    /** Ask the user. */
    ASK,
    /** Add it and say so. */
    ACCEPT_NEW,
    /** Refuse it. */
    STRICT
  }

  /** Copies the lists. */
  public HostTrust {
    alias = alias.map(name -> name.toLowerCase(Locale.ROOT));
    own = List.copyOf(own);
    shared = List.copyOf(shared);
    revoking = List.copyOf(revoking);
  }

  /** Trust in an instance: by alias, in this program's own file. */
  public static HostTrust ofInstance(String alias, Path pins, Policy policy) {
    return new HostTrust(
        policy,
        Optional.of(alias),
        List.of(pins),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        HostKeyHabits.USUAL);
  }

  /** Trust in a plain host: by name and port, in the files that OpenSSH reads. */
  public static HostTrust ofPlainHost(Environment environment, Policy policy)
      throws SpheronSshException {
    Path folder = environment.sshFolder();
    return new HostTrust(
        policy,
        Optional.empty(),
        List.of(folder.resolve("known_hosts"), folder.resolve("known_hosts2")),
        List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2")),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        HostKeyHabits.USUAL);
  }

  /** The file that new keys are added to. */
  public Optional<Path> pins() {
    return own.stream().findFirst();
  }

  /** The files in the order in which they are read. */
  public List<Path> files() {
    return Stream.concat(own.stream(), shared.stream()).toList();
  }

  /** The same trust, with a fingerprint that the key must have. */
  public HostTrust expecting(Fingerprint fingerprint) {
    return new HostTrust(
        policy, alias, own, shared, revoking, revoked, source, Optional.of(fingerprint), habits);
  }

  /** The same trust, with files of which only what they revoke counts. */
  public HostTrust revoking(List<Path> files) {
    return new HostTrust(policy, alias, own, shared, files, revoked, source, expected, habits);
  }

  /** The same trust, with keys that no host may have, and with somebody else who is asked. */
  public HostTrust asking(Optional<Path> revokedKeys, Optional<HostKeySource> other) {
    return new HostTrust(
        policy, alias, own, shared, revoking, revokedKeys, other, expected, habits);
  }

  /** The same trust, with no word on what the key must be. */
  public HostTrust expectingNothing() {
    return new HostTrust(
        policy, alias, own, shared, revoking, revoked, source, Optional.empty(), habits);
  }

  /** The same trust under another policy. */
  public HostTrust withPolicy(Policy other) {
    return new HostTrust(other, alias, own, shared, revoking, revoked, source, expected, habits);
  }

  /** The same trust with other habits. */
  public HostTrust with(HostKeyHabits others) {
    return new HostTrust(policy, alias, own, shared, revoking, revoked, source, expected, others);
  }

  /**
   * The name that known_hosts has the host by: the alias, or host and port as OpenSSH writes them.
   */
  public String name(String host, int port) {
    return alias.orElseGet(() -> KnownHosts.name(host, port));
  }

  /** The name that a host's certificate has to be for: the alias, or the host without its port. */
  String principal(String host) {
    return alias.orElseGet(() -> host.toLowerCase(Locale.ROOT));
  }
}
