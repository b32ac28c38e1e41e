package io.github.spheronssh.login;

import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.SshSession;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asks for beside the target; it outranks whatever else is known.
 *
 * @param keys which keys to try
 * @param trust what to trust
 * @param general what the user's configuration says of every host
 */
public record LoginWish(
    Optional<String> user, OptionalInt port, KeyWish keys, TrustWish trust, General general) {

  /** What is said of every host; it yields to what is known of an instance. */
  public record General(Optional<String> user, OptionalInt port) {
    /** Nothing. */
    public static final General NONE = new General(Optional.empty(), OptionalInt.empty());
  }

  /** A wish of one that says nothing of every host. */
  public LoginWish(Optional<String> user, OptionalInt port, KeyWish keys, TrustWish trust) {
    this(user, port, keys, trust, General.NONE);
  }

  /** The same, where a host that isn't known has to prove the key that this session's did. */
  public LoginWish asIn(SshSession session) {
    return session.isHostKeyKept()
        ? this
        : new LoginWish(
            user, port, keys, trust.expecting(session.hostKey().fingerprint()), general);
  }

  /** The same under another policy of trust. */
  public LoginWish withPolicy(Policy other) {
    return new LoginWish(user, port, keys, trust.withPolicy(other), general);
  }

  /** Nothing in particular. */
  public static LoginWish none(Policy policy) {
    return new LoginWish(
        Optional.empty(), OptionalInt.empty(), KeyWish.none(), TrustWish.none(policy));
  }
}
