package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ring.Created;
import io.github.spheronssh.ring.Ring;
import io.github.spheronssh.ring.RingKey;
import io.github.spheronssh.ring.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account's keys against those of this machine. */
final class AccountKeyChecks {
  private AccountKeyChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.ACCOUNT,
                "key-registered",
                "a key that you hold is registered with the service, by its blob",
                "spheron-ssh upload",
                AccountKeyChecks::registered)
            .needing("team", "key"),
        Check.of(
                Layer.ACCOUNT,
                "key-registered-once",
                "no key is registered twice",
                "spheron-ssh keys delete ID",
                AccountKeyChecks::registeredOnce)
            .needing("team"),
        Check.of(
                Layer.ACCOUNT,
                "key-registered-name",
                "what the account calls as a key file here is that key",
                "spheron-ssh keys show ID",
                AccountKeyChecks::name)
            .needing("team", "key"),
        Check.of(
                Layer.ACCOUNT,
                "key-registered-comment",
                "a registered key has the comment that it has here, if any",
                "spheron-ssh keys show ID",
                AccountKeyChecks::comment)
            .needing("team", "key"),
        Check.of(
                Layer.ACCOUNT,
                "key-age",
                "no key that logins use is older than 90 days",
                "spheron-ssh keys rotate",
                AccountKeyChecks::age)
            .needing("key"));
  }

  private static Result registered(Patient patient) throws SpheronSshException {
    AccountKeys account = patient.account().keys();
    List<Machine.Held> held = patient.machine().held();
    for (Machine.Held each : held) {
      Optional<RegisteredKey> registered = account.find(each.key());
      if (registered.isPresent()) {
        return new Ok("%s is registered as %s".formatted(each.origin(), title(registered.get())));
      }
    }
    String mine = held.isEmpty() ? "your key" : held.getFirst().toString();
    var missing =
        new Failure(
            "%s is none of the account's %d keys".formatted(mine, account.keys().size()),
            "spheron-ssh upload");
    return standard(patient.machine())
        .map(key -> missing.mendedBy(new Mending.Registration(key.line(), names(key).getFirst())))
        .orElse(missing);
  }

  private static Result registeredOnce(Patient patient) throws SpheronSshException {
    AccountKeys account = patient.account().keys();
    for (RegisteredKey key : account.keys()) {
      Optional<RegisteredKey> first = key.line().flatMap(account::find);
      if (first.isPresent() && !first.get().id().equals(key.id())) {
        return new Warning(
            "%s and %s are one key".formatted(title(first.get()), title(key)),
            "spheron-ssh keys delete " + key.id());
      }
    }
    int keys = account.keys().size();
    return new Ok(keys == 1 ? "1 key" : keys + " keys");
  }

  /** A key file whose public half shows. */
  private record LocalKey(Path file, PublicKeyLine line) {
    static List<LocalKey> all(Machine machine) throws SpheronSshException {
      return machine.keyFiles().stream()
          .flatMap(key -> key.publicKey().map(line -> new LocalKey(key.path(), line)).stream())
          .toList();
    }
  }

  /** The key that {@code upload} takes where none is named. */
  private static Optional<LocalKey> standard(Machine machine) throws SpheronSshException {
    Optional<Path> file = machine.keyRing().defaultKey().map(PrivateKeyFile::path);
    return LocalKey.all(machine).stream()
        .filter(key -> file.filter(key.file()::equals).isPresent())
        .findFirst();
  }

  /** What an account calls the key when it is registered from here, the likeliest first. */
  private static List<String> names(LocalKey key) {
    String file = String.valueOf(key.file().getFileName());
    String comment = key.line().comment().strip();
    return comment.isEmpty() ? List.of(file) : List.of(comment, file);
  }

  private static Result name(Patient patient) throws SpheronSshException {
    List<LocalKey> local = LocalKey.all(patient.machine());
    for (RegisteredKey registered : patient.account().keys().keys()) {
      if (registered.line().isEmpty() || local.stream().anyMatch(l -> registered.is(l.line()))) {
        continue;
      }
      for (LocalKey each : local) {
        if (names(each).contains(registered.name())) {
          return new Warning(
              "the account's %s is %s, and %s here is %s"
                  .formatted(
                      registered.name(),
                      registered.line().get().fingerprint(),
                      patient.machine().environment().display(each.file()),
                      each.line().fingerprint()),
              "spheron-ssh keys show " + registered.id());
        }
      }
    }
    return new Ok("no name means two keys");
  }

  private static Result comment(Patient patient) throws SpheronSshException {
    AccountKeys account = patient.account().keys();
    for (LocalKey each : LocalKey.all(patient.machine())) {
      for (RegisteredKey registered : account.keys()) {
        String there = registered.line().map(PublicKeyLine::comment).orElse("");
        String here = each.line().comment();
        // The service may drop the comment, and not every file has one.
        if (registered.is(each.line())
            && !there.isBlank()
            && !here.isBlank()
            && !there.equals(here)) {
          return new Warning(
              "%s is registered with the comment '%s', and has '%s' here"
                  .formatted(patient.machine().environment().display(each.file()), there, here),
              "spheron-ssh keys show " + registered.id());
        }
      }
    }
    return new Ok("as they are here");
  }

  private static Result age(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    Instant now = Instant.now();
    var nothing = new Usage(Map.of(), List.of());
    Ring ring = Ring.read(environment, Optional.empty(), listed(patient), nothing, _ -> {});
    Optional<Path> standard = patient.machine().keyRing().defaultKey().map(PrivateKeyFile::path);
    for (RingKey key : ring.keys()) {
      boolean here = !key.files().isEmpty();
      boolean used =
          !key.registered().isEmpty()
              || key.files().stream().anyMatch(f -> standard.filter(f.path()::equals).isPresent());
      if (here && used && key.isDue(now)) {
        Created created = key.created().orElseThrow();
        return new Warning(
            "%s is %d days old, as the %s says"
                .formatted(
                    environment.display(key.files().getFirst().path()),
                    Duration.between(created.at(), now).toDays(),
                    created.source().word()),
            "spheron-ssh keys rotate " + ShellWord.of(key.files().getFirst().path(), environment));
      }
    }
    return new Ok("none is older than %d days".formatted(Created.LIFE.toDays()));
  }

  /** What the account says of its keys' age; without it, notes and files do. */
  private static List<RegisteredKey> listed(Patient patient) {
    try {
      return patient.account().trouble().isPresent() ? List.of() : patient.account().keys().keys();
    } catch (SpheronSshException e) {
      return List.of(); // another check says so
    }
  }

  private static String title(RegisteredKey key) {
    return key.name().isEmpty() ? key.id() : key.name();
  }
}
