package io.github.spheronssh.cli;

import io.github.spheronssh.forward.ForwardSettings;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.ssh.Place;
import java.util.List;
import java.util.Optional;

/**
 * The forwards that a session is to have.
 *
 * @param specs what is set up before anything runs
 * @param settings how they behave
 * @param strict whether nothing runs unless all could be set up (ExitOnForwardFailure)
 * @param everywhere whether a port here without an address is open to all (GatewayPorts)
 * @param joined what stdin and stdout are joined to in the place of a program ({@code -W})
 */
record ForwardWish(
    List<ForwardSpec> specs,
    ForwardSettings settings,
    boolean strict,
    boolean everywhere,
    Optional<Place.Host> joined) {

  /** Copies the list. */
  ForwardWish {
    specs = List.copyOf(specs);
  }
}
