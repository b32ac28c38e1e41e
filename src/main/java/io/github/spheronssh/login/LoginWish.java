package io.github.spheronssh.login;

import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asks for beside the target; it outranks whatever else is known.
 *
 * @param keys which keys to try
 * @param policy what to do about a host whose key is not pinned
 * @param fingerprint the host key's, from another source
 * @param knownHosts the file that a plain host's key is looked for in and added to; for an instance
 *     the pins always count
 */
public record LoginWish(
    Optional<String> user,
    OptionalInt port,
    KeyWish keys,
    Policy policy,
    Optional<Fingerprint> fingerprint,
    Optional<Path> knownHosts) {

  /** Nothing in particular. */
  public static LoginWish none(Policy policy) {
    return new LoginWish(
        Optional.empty(),
        OptionalInt.empty(),
        KeyWish.none(),
        policy,
        Optional.empty(),
        Optional.empty());
  }
}
