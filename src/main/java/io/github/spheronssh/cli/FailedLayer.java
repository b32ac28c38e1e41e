package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.instance.UnaskedException;
import io.github.spheronssh.ssh.SshException;
import java.util.Optional;

/** The words for what lies between a target's name and a running command; scripts may read them. */
final class FailedLayer {
  private FailedLayer() {}

  /** The layer that was not passed; absent where it went wrong before the first. */
  static Optional<String> of(SpheronSshException e) {
    return switch (e) {
      case SshException ssh ->
          Optional.of(
              switch (ssh.layer()) {
                case DNS -> "DNS";
                case TCP -> "TCP";
                case BANNER -> "banner";
                case ALGORITHMS -> "algorithms";
                case HOST_KEY -> "host key";
                case LOGIN -> "login";
                case SESSION -> "session";
              });
      case CredentialsException _, ApiException _ -> Optional.of("API");
      case UnaskedException unasked -> of(unasked.silence());
      case TargetException _ -> Optional.of("target");
      default -> Optional.empty();
    };
  }
}
