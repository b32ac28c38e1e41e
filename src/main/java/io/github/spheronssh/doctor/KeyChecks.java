package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key files. */
final class KeyChecks {
  private KeyChecks() {}

  static List<Check> all() {
    return List.of(
        KeyFileChecks.name(),
        Check.of(
                Layer.MACHINE,
                "key-readable",
                "every private key in ~/.ssh, or given with -i, can be read",
                "ls -l ~/.ssh",
                KeyChecks::readable)
            .needing("key-name"),
        Check.of(
                Layer.MACHINE,
                "key",
                "there is a key to log in with, in a file or in the agent",
                "spheron-ssh keygen",
                KeyChecks::present)
            .needing("key-readable"),
        Check.of(
                Layer.MACHINE,
                "key-mode",
                "nobody else can read a private key: ssh refuses to use one otherwise",
                "chmod 600 ~/.ssh/id_ed25519",
                KeyChecks::mode)
            .needing("key"),
        Check.of(
                Layer.MACHINE,
                "key-pair",
                "the .pub file beside each private key is its public half",
                "spheron-ssh keygen -y -f ~/.ssh/id_ed25519 > ~/.ssh/id_ed25519.pub",
                KeyChecks::pair)
            .needing("key"),
        Check.of(
                Layer.MACHINE,
                "key-passphrase",
                "the first key can be used without asking: it is not encrypted, or an agent is"
                    + " there",
                "ssh-add ~/.ssh/id_ed25519",
                KeyChecks::passphrase)
            .needing("key"));
  }

  private static Result readable(Patient patient) throws SpheronSshException {
    List<PrivateKeyFile> keys = patient.machine().keyFiles();
    List<KeyFileException> unreadable = unreadable(patient.machine());
    if (unreadable.isEmpty()) {
      return new Ok(
          keys.isEmpty()
              ? "no key file"
              : keys.stream().map(key -> shown(patient, key)).collect(joining(", ")));
    }
    String evidence = unreadable.getFirst().getMessage();
    String remedy = unreadable.getFirst().hint().orElse("ls -l ~/.ssh");
    return keys.isEmpty() ? new Failure(evidence, remedy) : new Warning(evidence, remedy);
  }

  /** What can't be read, but for what has its own check: a public key in a private one's name. */
  private static List<KeyFileException> unreadable(Machine machine) throws SpheronSshException {
    List<KeyFileException> unreadable = new ArrayList<>(machine.keyRing().unreadable());
    for (Path misnamed : KeyFileChecks.publicInPrivateNames(machine)) {
      try {
        PrivateKeyFile.read(misnamed);
      } catch (KeyFileException told) {
        unreadable.removeIf(each -> each.getMessage().equals(told.getMessage()));
      }
    }
    return unreadable;
  }

  private static Result present(Patient patient) throws SpheronSshException {
    List<Machine.Held> held = patient.machine().held();
    if (!held.isEmpty()) {
      return new Ok(
          held.getFirst() + (held.size() == 1 ? "" : " and %d more".formatted(held.size() - 1)));
    }
    return patient.machine().keyFiles().stream()
        .findFirst()
        .<Result>map(key -> new Ok(shown(patient, key) + ", encrypted"))
        .orElseGet(
            () -> new Failure("there is no key, in ~/.ssh or in the agent", "spheron-ssh keygen"));
  }

  private static Result mode(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    for (PrivateKeyFile key : patient.machine().keyFiles()) {
      Optional<String> stranger =
          AccessList.of(key.path()).flatMap(list -> list.stranger(environment.userName()));
      if (stranger.isPresent()) {
        return new Failure(
            "%s is open to %s".formatted(shown(patient, key), stranger.get()),
            AccessList.remedy(key.path(), environment));
      }
      Access access = Access.to(key.path());
      if (access.othersCanRead() || access.othersCanWrite()) {
        String shown = shown(patient, key);
        return new Failure(shown + " is " + access + ", open to others", "chmod 600 " + shown)
            .mendedBy(new Mending.Mode(key.path(), PosixFilePermissions.fromString("rw-------")));
      }
    }
    return new Ok("yours alone");
  }

  private static Result pair(Patient patient) throws SpheronSshException {
    for (PrivateKeyFile key : patient.machine().keyFiles()) {
      String shown = shown(patient, key);
      String remedy = "spheron-ssh keygen -y -f %s > %s.pub".formatted(shown, shown);
      Optional<PublicKeyLine> beside = PublicFile.beside(key.path());
      if (beside.isEmpty()) {
        var missing = new Warning(shown + ".pub is missing", remedy);
        Path file = KeyPairFile.publicFile(key.path());
        // What needs no passphrase tells its comment too.
        Optional<PublicKeyLine> half =
            key.isEncrypted() ? key.publicKey() : Optional.of(key.unlock().publicKey());
        return half.map(line -> missing.mendedBy(new Mending.PublicHalf(file, line)))
            .orElse(missing);
      }
      PublicKeyLine own =
          key.isEncrypted() ? key.publicKey().orElse(beside.get()) : key.unlock().publicKey();
      if (!own.sameKeyAs(beside.get())) {
        return new Failure(
            "%s.pub is another key: %s, not %s"
                .formatted(shown, beside.get().fingerprint(), own.fingerprint()),
            remedy);
      }
    }
    return new Ok("both halves match");
  }

  private static Result passphrase(Patient patient) throws SpheronSshException {
    Optional<PrivateKeyFile> key = patient.machine().keyFiles().stream().findFirst();
    if (key.isEmpty() || !key.get().isEncrypted()) {
      return new Ok("none is needed");
    }
    String shown = shown(patient, key.get());
    Optional<PublicKeyLine> half = key.get().publicKey();
    if (half.isPresent() && patient.machine().isInAgent(half.get())) {
      return new Ok(shown + " is in the agent");
    }
    return patient.machine().agent().isPresent() && patient.machine().agentAnswers()
        ? new Ok(shown + " is encrypted, and an agent is there to hold it")
        : new Warning(
            shown + " is encrypted, and no agent holds it: each login asks",
            "eval \"$(ssh-agent -s)\" && ssh-add " + shown);
  }

  private static String shown(Patient patient, PrivateKeyFile key) {
    return patient.machine().environment().display(key.path());
  }
}
