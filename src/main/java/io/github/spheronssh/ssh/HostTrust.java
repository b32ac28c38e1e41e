package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What decides whether a host's key is trusted.
 *
 * @param policy what to do with a key of a host that has none yet
 * @param alias the name that the host is known by whatever its address and port are now, such as
 *     {@code spheron-<deployment id>}; absent for a plain host, which is known by name and port
 * @param pins the known_hosts file that is read first and that new keys are added to
 * @param others known_hosts files that are only read
 * @param expected the fingerprint that the user has from another source, which outranks a question
 */
public record HostTrust(
    Policy policy,
    Optional<String> alias,
    Path pins,
    List<Path> others,
    Optional<Fingerprint> expected) {
  /** What to do with the key of a host that is not known yet; a changed key is always refused. */
  public enum Policy {
    /** Ask the user. */
    ASK,
    /** Add it and say so. */
    ACCEPT_NEW,
    /** Refuse it. */
    STRICT
  }

  /** Copies the list. */
  public HostTrust {
    others = List.copyOf(others);
  }

  /** Trust in an instance: by alias, in this program's own file. */
  public static HostTrust ofInstance(String alias, Path pins, Policy policy) {
    return new HostTrust(policy, Optional.of(alias), pins, List.of(), Optional.empty());
  }

  /** Trust in a plain host: by name and port, in the files that OpenSSH reads. */
  public static HostTrust ofPlainHost(Environment environment, Policy policy)
      throws SpheronSshException {
    Path folder = environment.sshFolder();
    return new HostTrust(
        policy,
        Optional.empty(),
        folder.resolve("known_hosts"),
        List.of(
            folder.resolve("known_hosts2"),
            Path.of("/etc/ssh/ssh_known_hosts"),
            Path.of("/etc/ssh/ssh_known_hosts2")),
        Optional.empty());
  }

  /** The files in the order in which they are read. */
  List<Path> files() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(pins), others.stream())
        .toList();
  }

  /** The same trust, with a fingerprint that the key must have. */
  public HostTrust expecting(Fingerprint fingerprint) {
    return new HostTrust(policy, alias, pins, others, Optional.of(fingerprint));
  }

  /** The same trust under another policy. */
  public HostTrust withPolicy(Policy other) {
    return new HostTrust(other, alias, pins, others, expected);
  }

  /**
   * The name that known_hosts has the host by: the alias, or host and port as OpenSSH writes them.
   */
  public String name(String host, int port) {
    return alias.orElseGet(() -> KnownHosts.name(host, port));
  }
}
