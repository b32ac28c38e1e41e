package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folders that hold what is the user's own, and whose the files in them are. */
final class FileChecks {
  private FileChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "ssh-folder",
            "~/.ssh is a folder that nobody else can enter",
            "chmod 700 ~/.ssh",
            FileChecks::sshFolder),
        Check.of(
            Layer.MACHINE,
            "home-folder",
            "nobody else can write in the home folder or one above it, and so replace ~/.ssh",
            "chmod go-w ~",
            FileChecks::homeFolder),
        Check.of(
            Layer.MACHINE,
            "owner",
            "the files in ~/.ssh and ~/.spheron are yours",
            "sudo chown \"$(id -un)\" ~/.ssh/id_ed25519",
            FileChecks::owner));
  }

  private static Result sshFolder(Patient patient) throws SpheronSshException {
    Path folder = patient.machine().environment().sshFolder();
    String shown = patient.machine().environment().display(folder);
    if (Files.notExists(folder)) {
      return new Ok(shown + " is not there yet");
    }
    if (!Files.isDirectory(folder)) {
      return new Failure(shown + " is no folder", "mv %s %s.old".formatted(shown, shown));
    }
    Environment environment = patient.machine().environment();
    Optional<String> stranger =
        AccessList.of(folder).flatMap(list -> list.stranger(environment.userName()));
    if (stranger.isPresent()) {
      return new Failure(
          "%s is open to %s".formatted(shown, stranger.get()),
          AccessList.remedy(folder, environment));
    }
    Access access = Access.to(folder);
    String remedy = "chmod 700 " + shown;
    var mending = new Mending.Mode(folder, PosixFilePermissions.fromString("rwx------"));
    if (access.othersCanWrite()) {
      return new Failure(shown + " is " + access + ": others can write in it", remedy)
          .mendedBy(mending);
    }
    if (access.othersCanRead()) {
      return new Warning(shown + " is " + access + ": others can look into it", remedy)
          .mendedBy(mending);
    }
    return new Ok(shown + " is yours alone");
  }

  private static Result homeFolder(Patient patient) throws SpheronSshException {
    Path home = patient.machine().environment().home();
    if (Files.notExists(home)) {
      return new Ok(home + " is not there yet");
    }
    Path real;
    try {
      real = home.toRealPath();
    } catch (IOException e) {
      throw FileException.of("look at", home, e);
    }
    for (Path folder = real; folder != null; folder = folder.getParent()) {
      Access access = Access.to(folder);
      if (access.othersCanWrite() && !access.sticky()) {
        return writable(folder, access, folder.equals(real));
      }
    }
    return new Ok(home + " is nobody else's to write in");
  }

  private static Result writable(Path folder, Access access, boolean home) {
    String evidence =
        "%s is %s: who can write in it can put another folder in the place of ~/.ssh"
            .formatted(folder, access);
    String remedy = (home ? "" : "sudo ") + "chmod go-w '" + folder + "'";
    // A group may well have but one member.
    Optional<Mending> mending =
        home
            ? Optional.of(new Mending.Mode(folder, access.withoutOthersWriting()))
            : Optional.empty();
    return access.everybodyCanWrite()
        ? new Failure(evidence, remedy, mending)
        : new Warning(evidence, remedy, mending);
  }

  private static Result owner(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    Optional<Integer> user = environment.userId();
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(environment.sshFolder(), environment.spheronFolder())) {
      if (Files.isDirectory(folder)) {
        files.add(folder);
        files.addAll(Machine.list(folder));
      }
    }
    // ssh takes a configuration that is root's, as some systems install it.
    files.remove(environment.sshFolder().resolve("config"));
    for (Path file : files) {
      if (user.isPresent() && Files.exists(file) && owner(file) != user.get()) {
        return new Warning(
            "%s belongs to %s, not to you".formatted(environment.display(file), ownerName(file)),
            "sudo chown \"$(id -un)\" " + ShellWord.of(file, environment));
      }
    }
    return new Ok("they are yours");
  }

  private static int owner(Path file) throws SpheronSshException {
    try {
      return (int) Files.getAttribute(file, "unix:uid");
    } catch (IOException e) {
      throw FileException.of("look at", file, e);
    }
  }

  private static String ownerName(Path file) throws SpheronSshException {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException e) {
      throw FileException.of("look at", file, e);
    }
  }
}
