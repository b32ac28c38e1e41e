package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.LoginMethods;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a server lets nobody in, told apart. */
final class Refusal {
  /** OpenSSH, MINA and TinySSH say the first, Dropbear and AsyncSSH the others. */
  private static final Pattern TOO_MANY =
      Pattern.compile("(?i)too many (auth|login|failed)|max(imum)? auth");

  private Refusal() {}

  /** Whether a key can open at all. */
  static Result methods(Patient patient) {
    Optional<LoginException> refused = of(patient.remote());
    List<String> offered = refused.map(LoginException::methods).orElse(List.of());
    if (offered.isEmpty() || offered.contains(LoginMethods.PUBLICKEY)) {
      return new Ok(offered.isEmpty() ? "the server takes keys" : String.join(", ", offered));
    }
    return new Failure(
        "the server takes no key; it offers " + String.join(", ", offered),
        "spheron-ssh connect -o PreferredAuthentications=%s %s"
            .formatted(
                offered.contains("password") ? "password" : "keyboard-interactive",
                patient.remote().name()));
  }

  /** Whether every key had its turn. */
  static Result tries(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    Optional<LoginException> refused = of(remote);
    // The server's last words come by the one way or the other, whichever is first.
    boolean tooMany =
        Stream.concat(remote.goodbye().stream(), refused.map(Exception::getMessage).stream())
            .anyMatch(text -> TOO_MANY.matcher(text).find());
    if (refused.isEmpty() || !tooMany) {
      return new Ok("every key has its turn");
    }
    long tried = refused.get().tried().stream().map(Event.KeyTried::identity).distinct().count();
    List<Identity> all = remote.plan().identities();
    return new Failure(
        "the server hung up after %d of %d keys: it lets no more be tried"
            .formatted(tried, all.size()),
        "spheron-ssh connect -o IdentitiesOnly=yes -i FILE " + remote.name());
  }

  private static Optional<LoginException> of(Remote remote) {
    return remote
        .refusal()
        .filter(LoginException.class::isInstance)
        .map(LoginException.class::cast);
  }
}
