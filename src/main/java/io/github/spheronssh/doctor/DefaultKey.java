package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.authorizedkeys.AuthorizedKeys;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.RemoteFiles;
import java.util.List;
import java.util.Optional;

/** The key that ssh tries first, where a login is made with another that the user names. */
final class DefaultKey {
  private DefaultKey() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.LOGIN,
                "default-key",
                "where another key is given with -i, the instance opens with your default key too",
                "spheron-ssh doctor --fix -i FILE NAME",
                DefaultKey::compare)
            .needing("login"));
  }

  private static Result compare(Patient patient) throws SpheronSshException {
    Optional<PrivateKeyFile> file = patient.machine().keyRing().defaultKey();
    if (!patient.machine().namesKeys() || file.isEmpty()) {
      return new Ok(file.isEmpty() ? "there is none" : "no other is given");
    }
    if (patient.remote().locked().isPresent()) {
      return new Skipped("key-passphrase", "its passphrase is asked for by connect alone");
    }
    String origin = patient.machine().environment().display(file.get().path());
    Optional<PublicKeyLine> line = file.get().publicKey();
    Optional<Identity> used = patient.remote().loggedIn().session().identity();
    Optional<PublicKeyLine> proved = used.flatMap(Identity::publicKey);
    if (line.isEmpty() || proved.isEmpty() || line.get().sameKeyAs(proved.get())) {
      return new Ok(line.isEmpty() ? origin + " hides its public half" : "it is the one");
    }
    LoginPlan plan = patient.remote().plan().with(new Identity.KeyFile(file.get(), origin));
    String name = patient.remote().name();
    try (Attempt attempt = begin(patient, plan)) {
      return isLetIn(attempt)
          ? new Ok("it opens with both")
          : new Warning(
                  "%s opens with %s, and not with %s".formatted(name, used.get().origin(), origin),
                  "spheron-ssh doctor --fix -i %s %s".formatted(used.get().origin(), name))
              .mendedBy(new Mending.AuthorizedKey(name, line.get(), proved.get()));
    }
  }

  /**
   * Adds a key to those that open the instance, with the options of the one that opens it now.
   *
   * @throws SpheronSshException where the host key isn't pinned, or the file can't be changed
   */
  static void authorize(Patient patient, Mending.AuthorizedKey wanted) throws SpheronSshException {
    Optional<Identity> used = patient.remote().loggedIn().session().identity();
    LoginPlan plan = patient.remote().plan().strictly();
    try (Attempt attempt = begin(patient, used.map(plan::with).orElse(plan));
        RemoteFiles files = attempt.session().files()) {
      new AuthorizedKeys(files).add(wanted.line(), wanted.like());
    }
  }

  private static boolean isLetIn(Attempt attempt) throws SpheronSshException {
    try {
      attempt.session();
      return true;
    } catch (LoginException e) {
      return attempt.locked().isPresent();
    }
  }

  /** Connects as whom the machine wants. */
  private static Attempt begin(Patient patient, LoginPlan plan) throws SpheronSshException {
    String user = patient.remote().named().orElse(patient.remote().loggedIn().user());
    return Attempt.begin(plan.target(user), patient.remote().settings());
  }
}
