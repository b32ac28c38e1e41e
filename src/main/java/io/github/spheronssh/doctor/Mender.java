package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.agent.KeyLimits;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.Exchange;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.NewFile;
import io.github.spheronssh.file.Permissions;
import io.github.spheronssh.hostentries.HostEntriesFiles;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the changes that findings carry, and says beforehand what each would be. A file whose
 * content changes is kept under another name; one that lies outside of the user's home stays as it
 * is, whatever links lead to it.
 */
final class Mender {
  private final Environment environment;
  private final Service service;
  private final Attendant attendant;
  private final Patients patients;
  private final OwnGround ground;

  Mender(Environment environment, Service service, Attendant attendant, Patients patients) {
    this.patients = patients;
    this.environment = environment;
    this.service = service;
    this.attendant = attendant;
    this.ground = new OwnGround(environment);
  }

  /**
   * What would be changed, a line each.
   *
   * @throws SpheronSshException where it would not be
   */
  List<String> change(Mending mending) throws SpheronSshException {
    switch (mending) {
      case Mending.Mode(Path path, _) -> ground.real(path);
      case Mending.PublicHalf(Path file, _) -> ground.real(file);
      case Mending.Inclusion(Path config) -> ground.real(config);
      case Mending.Pins(Path file, _) -> ground.real(file);
      case Mending.AgentKey _, Mending.Registration _, Mending.AuthorizedKey _ -> {}
    }
    return switch (mending) {
      case Mending.Mode(Path path, Set<PosixFilePermission> mode) ->
          List.of(
              "%s: %s becomes %s"
                  .formatted(
                      environment.display(path),
                      Access.to(path),
                      PosixFilePermissions.toString(mode)));
      case Mending.PublicHalf(Path file, PublicKeyLine line) ->
          List.of("%s is written:".formatted(environment.display(file)), "+" + line);
      case Mending.AgentKey agent ->
          List.of(
              "the agent gets %s%s"
                  .formatted(
                      environment.display(agent.key().path()),
                      agent
                          .key()
                          .publicKey()
                          .map(PublicKeyLine::fingerprint)
                          .map(Fingerprint::toString)
                          .map(" (%s)"::formatted)
                          .orElse("")));
      case Mending.Registration(PublicKeyLine line, String name) ->
          List.of("the account gets %s as %s".formatted(line.fingerprint(), name));
      case Mending.Inclusion(Path config) ->
          new HostEntriesFiles(environment).changeOfInclude().diff(environment.display(config));
      case Mending.AuthorizedKey(String instance, PublicKeyLine line, PublicKeyLine like) ->
          List.of(
              "~/.ssh/authorized_keys on %s gets, with the options of %s:"
                  .formatted(instance, like.fingerprint()),
              "+" + line);
      case Mending.Pins(Path file, List<String> names) -> {
        List<String> lines = new ArrayList<>();
        lines.add(environment.display(file) + " loses the keys of");
        names.forEach(name -> lines.add("-" + name));
        yield lines;
      }
    };
  }

  /**
   * Makes the change, and tells where what was there before is kept.
   *
   * @throws SpheronSshException where it can't be made; nothing is left half done
   */
  Optional<Path> mend(Mending mending) throws SpheronSshException {
    return switch (mending) {
      case Mending.Mode(Path path, Set<PosixFilePermission> mode) -> {
        setMode(ground.real(path), mode);
        yield Optional.empty();
      }
      case Mending.PublicHalf(Path file, PublicKeyLine line) -> {
        byte[] content = (line + "\n").getBytes(StandardCharsets.UTF_8);
        NewFile.create(ground.real(file), content, Permissions.ALL_READ);
        yield Optional.empty();
      }
      case Mending.AgentKey agent -> {
        addToAgent(agent);
        yield Optional.empty();
      }
      case Mending.Registration(PublicKeyLine line, String name) -> {
        var api = service.api(service.credentials(), ApiWatcher.NONE);
        new KeyRegistration(api, environment.spheronFolder().resolve("locks"))
            .register(line, name, service.team());
        yield Optional.empty();
      }
      case Mending.AuthorizedKey wanted -> {
        try (Patient patient = patients.next()) {
          DefaultKey.authorize(patient, wanted);
        }
        yield Optional.empty();
      }
      case Mending.Inclusion(Path config) ->
          keeping(config, _ -> new HostEntriesFiles(environment).include());
      case Mending.Pins(Path file, List<String> names) ->
          keeping(
              file,
              real -> {
                for (String name : names) {
                  KnownHostsFile.at(real).forget(name);
                }
              });
    };
  }

  private static void setMode(Path path, Set<PosixFilePermission> mode) throws FileException {
    try {
      Files.setPosixFilePermissions(path, mode);
    } catch (IOException e) {
      throw FileException.of("change the mode of", path, e);
    }
  }

  private void addToAgent(Mending.AgentKey wanted) throws SpheronSshException {
    SshAgent agent =
        SshAgent.find(environment)
            .orElseThrow(
                () -> new SpheronSshException("there is no agent", "eval \"$(ssh-agent -s)\""));
    agent.add(attendant.open(wanted.key()), KeyLimits.NONE);
  }

  /** How a file's content is changed, in one step: another file takes its name. */
  private interface Change {
    void make(Path real) throws SpheronSshException;
  }

  /** Has the file as it was keep living under another name. */
  private Optional<Path> keeping(Path path, Change change) throws SpheronSshException {
    Path real = ground.real(path);
    if (Files.notExists(real)) {
      change.make(real);
      return Optional.empty();
    }
    Path kept = KeyPairFile.freeName(real, "old");
    Exchange.keep(real, kept, Permissions.OWNER_ONLY);
    try {
      change.make(real);
    } catch (SpheronSshException e) {
      var _ = forget(kept, real);
      throw e;
    }
    return forget(kept, real) ? Optional.empty() : Optional.of(kept);
  }

  /** Takes a second name away again, where the first still stands for the same content. */
  private static boolean forget(Path kept, Path real) throws FileException {
    try {
      return Files.mismatch(kept, real) == -1 && Files.deleteIfExists(kept);
    } catch (IOException e) {
      throw FileException.of("delete", kept, e);
    }
  }
}
