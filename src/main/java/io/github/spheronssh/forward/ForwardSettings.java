package io.github.spheronssh.forward;

import java.net.StandardProtocolFamily;
import java.util.Optional;

/**
 * How forwards behave.
 *
 * @param family the only family of addresses that ports of this machine are opened on; all where
 *     absent (AddressFamily)
 * @param mode what a Unix-domain socket of this machine lets others do, as chmod(1) has it: {@code
 *     0600} unless StreamLocalBindMask says otherwise
 * @param unlink whether a file in a Unix-domain socket's place is removed (StreamLocalBindUnlink)
 * @param permitted where a connection that comes by {@code -R} and SOCKS may lead
 *     (PermitRemoteOpen)
 */
public record ForwardSettings(
    Optional<StandardProtocolFamily> family, int mode, boolean unlink, PermittedPlaces permitted) {
  /** What ssh does where nothing is set. */
  public static ForwardSettings defaults() {
    return new ForwardSettings(Optional.empty(), 0600, false, PermittedPlaces.any());
  }
}
