package io.github.spheronssh.login;

import io.github.spheronssh.ssh.HostTrust.Policy;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asks for beside the target; it outranks whatever else is known.
 *
 * @param keys which keys to try
 * @param trust what to trust
 */
public record LoginWish(Optional<String> user, OptionalInt port, KeyWish keys, TrustWish trust) {

  /** Nothing in particular. */
  public static LoginWish none(Policy policy) {
    return new LoginWish(
        Optional.empty(), OptionalInt.empty(), KeyWish.none(), TrustWish.none(policy));
  }
}
