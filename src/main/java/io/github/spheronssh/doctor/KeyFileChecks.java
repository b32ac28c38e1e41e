package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the key files are called, how they are written, and how strong the keys are. */
final class KeyFileChecks {
  private static final int LARGEST = 64 * 1024;
  private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final String END = "-----END OPENSSH PRIVATE KEY-----";

  /** A char for each byte of the mark that some editors put before a text. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /** As strong as 128 bits of a symmetric key (NIST SP 800-57, part 1). */
  private static final int SAFE_RSA_BITS = 3072;

  private KeyFileChecks() {}

  /** What is looked at before a key is. */
  static Check name() {
    return Check.of(
        Layer.MACHINE,
        "key-name",
        "a private key is in no file called .pub, and a public one in no private key's",
        "mv ~/.ssh/id_ed25519.pub ~/.ssh/id_ed25519",
        KeyFileChecks::names);
  }

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.MACHINE,
                "key-format",
                "each key file is as ssh reads it: no CRLF, byte-order mark or text before the key",
                "spheron-ssh keygen -i -f ~/.ssh/id_ed25519 --to ~/.ssh/id_ed25519.new",
                KeyFileChecks::format)
            .needing("key"),
        Check.of(
                Layer.MACHINE,
                "key-strength",
                "no key that you hold is weak: RSA has 3072 bits or more (DSA is read no more)",
                "spheron-ssh keygen -t ed25519",
                KeyFileChecks::strength)
            .needing("key"));
  }

  /** Files with the name of a private key and a public key in them. */
  static List<Path> publicInPrivateNames(Machine machine) throws SpheronSshException {
    List<Path> found = new ArrayList<>();
    for (Path file : machine.sshFiles()) {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith("id_")
          && !name.contains(".")
          && Files.isRegularFile(file)
          && isPublic(file)) {
        found.add(file);
      }
    }
    return found;
  }

  private static Result names(Patient patient) throws SpheronSshException {
    Machine machine = patient.machine();
    Environment environment = machine.environment();
    List<Path> misnamed = publicInPrivateNames(machine);
    if (!misnamed.isEmpty()) {
      Path file = misnamed.getFirst();
      String evidence =
          environment.display(file) + " has a private key's name, and a public key in it";
      String remedy =
          "mv %s %s"
              .formatted(
                  ShellWord.of(file, environment), ShellWord.of(free(file, ".pub"), environment));
      return machine.keyFiles().isEmpty()
          ? new Failure(evidence, remedy)
          : new Warning(evidence, remedy);
    }
    for (Path file : machine.sshFiles()) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".pub") && Files.isRegularFile(file) && isPrivate(file)) {
        Path target = file.resolveSibling(name.substring(0, name.length() - ".pub".length()));
        String shown = ShellWord.of(file, environment);
        return new Warning(
            environment.display(file) + " holds a private key, and is called as what may be shown",
            "chmod 600 %s && mv %s %s"
                .formatted(shown, shown, ShellWord.of(free(target, ""), environment)));
      }
    }
    return new Ok("each file is called what it is");
  }

  private static Path free(Path file, String ending) {
    Path free = file.resolveSibling(file.getFileName() + ending);
    for (int i = 2; Files.exists(free); i++) {
      free = file.resolveSibling(file.getFileName() + "-" + i + ending);
    }
    return free;
  }

  private static boolean isPublic(Path file) {
    try {
      PublicKeyFile.read(file);
      return true;
    } catch (KeyFileException e) {
      return false;
    }
  }

  private static boolean isPrivate(Path file) {
    try {
      return PrivateKeyFile.saysItIsOne(file);
    } catch (KeyFileException e) {
      return false; // what can't be read can't be shown to others either
    }
  }

  private static Result format(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    for (PrivateKeyFile key : patient.machine().keyFiles()) {
      Optional<String> fault = fault(key.path());
      if (fault.isPresent()) {
        String file = ShellWord.of(key.path(), environment);
        return new Failure(
            "%s %s: ssh doesn't read it".formatted(environment.display(key.path()), fault.get()),
            "spheron-ssh keygen -i -f %s --to %s.new".formatted(file, file));
      }
    }
    return new Ok("as ssh reads them");
  }

  /** What keeps ssh from reading a file that this program can read. */
  static Optional<String> fault(Path file) throws SpheronSshException {
    byte[] content = SharedFile.at(file).read(LARGEST).orElse(new byte[0]);
    try {
      return fault(new String(content, StandardCharsets.ISO_8859_1));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Optional<String> fault(String text) {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      return Optional.of("begins with a byte-order mark");
    }
    if (!text.contains(BEGIN)) {
      return Optional.empty(); // OpenSSL, which reads the other formats for ssh, is lenient
    }
    if (text.contains("\r")) {
      return Optional.of("has line ends of Windows (CRLF)");
    }
    if (!text.startsWith(BEGIN + "\n")) {
      return Optional.of("has something before its first line");
    }
    return text.contains("\n" + END + "\n")
        ? Optional.empty()
        : Optional.of("ends without the end of its last line");
  }

  private static Result strength(Patient patient) throws SpheronSshException {
    List<Machine.Held> held = patient.machine().held();
    for (Machine.Held each : held) {
      if (each.key().type().equals("ssh-rsa") && each.key().bits() < SAFE_RSA_BITS) {
        return new Warning(
            "%s is RSA with %d bits: expected %d or more"
                .formatted(each.origin(), each.key().bits(), SAFE_RSA_BITS),
            "spheron-ssh keygen -t ed25519");
      }
    }
    return new Ok(
        held.isEmpty()
            ? "no key shows its kind"
            : "%s with %d bits"
                .formatted(held.getFirst().key().label(), held.getFirst().key().bits()));
  }
}
