package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.knownhosts.KnownHosts.Damage;
import io.github.spheronssh.login.Logins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that say which server is believed. */
final class KnownHostsChecks {
  private KnownHostsChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "known-hosts-mode",
            "nobody else can write to the known_hosts files, and so say which server is believed",
            "chmod go-w ~/.ssh/known_hosts",
            KnownHostsChecks::mode),
        Check.of(
            Layer.MACHINE,
            "known-hosts",
            "every line of the known_hosts files can be read",
            "sed -i.old 3d ~/.ssh/known_hosts",
            KnownHostsChecks::damage));
  }

  /** The user's own files that are there: ssh's and this program's. */
  static List<Path> files(Environment environment) throws SpheronSshException {
    return List.of(environment.sshFolder().resolve("known_hosts"), Logins.pins(environment))
        .stream()
        .filter(Files::isRegularFile)
        .toList();
  }

  private static Result mode(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    for (Path file : files(environment)) {
      Access access = Access.to(file);
      if (access.othersCanWrite()) {
        return new Failure(
                environment.display(file) + " is " + access + ": others can write to it",
                "chmod go-w " + ShellWord.of(file, environment))
            .mendedBy(new Mending.Mode(file, access.withoutOthersWriting()));
      }
    }
    return new Ok("yours alone to write");
  }

  private static Result damage(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    KnownHosts known = KnownHosts.read(files(environment));
    List<Damage> damages = known.damages();
    if (damages.isEmpty()) {
      int lines = known.lines().size();
      return new Ok(lines == 1 ? "1 key" : lines + " keys");
    }
    Damage first = damages.getFirst();
    String more = damages.size() == 1 ? "" : ", and %d more".formatted(damages.size() - 1);
    return new Warning(
        "%s line %d can't be read: %s%s"
            .formatted(environment.display(first.file()), first.line(), first.reason(), more),
        "sed -i.old %dd %s".formatted(first.line(), ShellWord.of(first.file(), environment)));
  }
}
