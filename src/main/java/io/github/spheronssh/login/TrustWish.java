package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.ssh.HostKeyHabits;
import io.github.spheronssh.ssh.HostKeyHabits.Learning;
import io.github.spheronssh.ssh.HostKeySource;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user says of trust in a host. Alias and files are a plain host's alone: an instance is
 * known by its id in this program's own file, whatever else is wished.
 *
 * @param policy what to do about a host whose key is not known
 * @param fingerprint the host key's, from another source
 * @param alias the name that known_hosts has the host by (HostKeyAlias)
 * @param own the files to use instead of {@code ~/.ssh/known_hosts} and its like; may be empty
 * @param shared the files to use instead of those of {@code /etc/ssh}; may be empty
 * @param revoked a file of keys that no host may have (RevokedHostKeys)
 * @param source who is asked beside the files (KnownHostsCommand); of instances it can only revoke
 * @param learning what becomes of further keys (UpdateHostKeys), where that was said
 * @param habits the other habits
 */
public record TrustWish(
    Policy policy,
    Optional<Fingerprint> fingerprint,
    Optional<String> alias,
    Optional<List<Path>> own,
    Optional<List<Path>> shared,
    Optional<Path> revoked,
    Optional<HostKeySource> source,
    Optional<Learning> learning,
    HostKeyHabits habits) {
  /** Copies the lists. */
  public TrustWish {
    own = own.map(List::copyOf);
    shared = shared.map(List::copyOf);
  }

  /** Nothing in particular. */
  public static TrustWish none(Policy policy) {
    return new TrustWish(
        policy,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        HostKeyHabits.USUAL);
  }

  /** The same, where the host key has to have this fingerprint. */
  public TrustWish expecting(Fingerprint other) {
    return new TrustWish(
        policy, Optional.of(other), alias, own, shared, revoked, source, learning, habits);
  }

  /** Trust in an instance, whose key may yet be revoked in ssh's own files. */
  HostTrust inInstance(Environment environment, String instanceAlias, Path pins)
      throws SpheronSshException {
    HostTrust trust = HostTrust.ofInstance(instanceAlias, pins, policy);
    List<Path> revoking = HostTrust.ofPlainHost(environment, policy).files();
    return with(
        trust.revoking(revoking).asking(revoked, source.map(HostKeySource::revoking)),
        habits.ofInstances(),
        Learning.YES);
  }

  /** Whether it says something that counts for plain hosts alone. */
  boolean isOfPlainHosts() {
    return alias.isPresent() || own.isPresent();
  }

  /** The same under another policy. */
  public TrustWish withPolicy(Policy other) {
    return new TrustWish(other, fingerprint, alias, own, shared, revoked, source, learning, habits);
  }

  /** Trust in a plain host. */
  public HostTrust inPlainHost(Environment environment) throws SpheronSshException {
    HostTrust usual = HostTrust.ofPlainHost(environment, policy);
    HostTrust trust =
        new HostTrust(
            policy,
            alias,
            own.orElse(usual.own()),
            shared.orElse(usual.shared()),
            List.of(),
            revoked,
            source,
            Optional.empty(),
            habits);
    // As ssh: a file of the user's choice is changed only where that is wished too.
    return with(trust, habits, own.isPresent() ? Learning.NO : Learning.YES);
  }

  private HostTrust with(HostTrust trust, HostKeyHabits wished, Learning usual) {
    HostTrust whole = trust.with(wished.learning(learning.orElse(usual)));
    return fingerprint.map(whole::expecting).orElse(whole);
  }
}
