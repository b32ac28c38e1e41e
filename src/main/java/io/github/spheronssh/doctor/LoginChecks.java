package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.ssh.Captured;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.SshSession;
import java.util.List;
import java.util.Optional;

/** Whether the server lets the user in, and what it is like inside. */
final class LoginChecks {
  private LoginChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.LOGIN,
                "opening-key",
                "you hold the key that the instance opens with",
                "spheron-ssh connect -i FILE NAME",
                OpeningKey::compare)
            .needing("key", "status"),
        Check.of(
                Layer.LOGIN,
                "login-methods",
                "the server lets one log in by a key",
                "spheron-ssh connect -o PreferredAuthentications=password NAME",
                Refusal::methods)
            .needing("host-key"),
        Check.of(
                Layer.LOGIN,
                "login-tries",
                "the server does not hang up before the right key had its turn",
                "spheron-ssh connect -o IdentitiesOnly=yes -i FILE NAME",
                Refusal::tries)
            .needing("login-methods"),
        Check.of(
                Layer.LOGIN,
                "login",
                "the server lets you in with one of your keys",
                "spheron-ssh connect -v NAME",
                LoginChecks::login)
            .needing("host-key", "opening-key", "login-methods", "login-tries"),
        Check.of(
                Layer.LOGIN,
                "login-user",
                "the user that the service names is the one whom the image lets in",
                "spheron-ssh connect ubuntu@NAME",
                LoginChecks::user)
            .needing("login"),
        Check.of(
                Layer.LOGIN,
                "session",
                "a command runs",
                "spheron-ssh connect -v NAME true",
                LoginChecks::session)
            .needing("login"),
        Check.of(
                Layer.LOGIN,
                "session-clean",
                "the profile prints nothing into commands: it would break scp and rsync",
                "spheron-ssh connect NAME true",
                LoginChecks::clean)
            .needing("session"));
  }

  private static Result login(Patient patient) throws SpheronSshException {
    try {
      Attempt attempt = patient.remote().loggedIn();
      SshSession session = attempt.session();
      String key = session.identity().map(Identity::origin).orElse("no key");
      return new Ok("as %s with %s".formatted(attempt.user(), key));
    } catch (SpheronSshException e) {
      Optional<Identity.KeyFile> locked = patient.remote().locked();
      if (locked.isPresent()) {
        return new Ok("the server would take " + locked.get().origin() + ", which is encrypted");
      }
      Optional<String> other =
          e instanceof LoginException ? patient.remote().otherUser() : Optional.empty();
      if (other.isPresent()) {
        return new Failure(
            "%s is let in; %s".formatted(other.get(), e.getMessage()),
            "spheron-ssh connect %s@%s".formatted(other.get(), patient.remote().name()));
      }
      if (e instanceof LoginException) {
        return new Failure(
            e.getMessage(), "spheron-ssh connect -i FILE " + patient.remote().name());
      }
      throw e;
    }
  }

  private static Result user(Patient patient) throws SpheronSshException {
    if (patient.remote().locked().isPresent()) {
      return locked();
    }
    String user = patient.remote().loggedIn().user();
    return patient
        .remote()
        .named()
        .<Result>map(
            named ->
                new Warning(
                    "%s is refused: the image wants %s".formatted(user, named),
                    "spheron-ssh connect %s@%s".formatted(named, patient.remote().name())))
        .orElseGet(() -> new Ok(user));
  }

  private static Result session(Patient patient) throws SpheronSshException {
    if (patient.remote().locked().isPresent()) {
      return locked();
    }
    Captured said = patient.remote().spoken();
    String remedy = "spheron-ssh connect -v %s true".formatted(patient.remote().name());
    if (said.status().isEmpty()) {
      return new Failure("a command that does nothing did not end", remedy);
    }
    ExitStatus status = said.status().get();
    return status.code() == 0
        ? new Ok("a command ran")
        : new Failure("a command that does nothing ended with " + status.code(), remedy);
  }

  private static Result clean(Patient patient) throws SpheronSshException {
    List<String> lines = patient.remote().spoken().out().lines().toList();
    return lines.isEmpty()
        ? new Ok("it printed nothing else")
        : new Warning(
            "the profile prints into commands: " + lines.getFirst(),
            "spheron-ssh connect %s true".formatted(patient.remote().name()));
  }

  private static Result locked() {
    return new Skipped("key-passphrase", "its passphrase is asked for by connect alone");
  }
}
