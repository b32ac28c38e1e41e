package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The key files and the agent of this machine. */
final class MachineChecks {
  private MachineChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "ssh-folder",
            "~/.ssh belongs to you, and nobody else can write in it",
            "chmod 700 ~/.ssh",
            MachineChecks::sshFolder));
  }

  private static Result sshFolder(Patient patient) throws SpheronSshException {
    Path folder = patient.environment().sshFolder();
    String shown = patient.environment().display(folder);
    if (Files.notExists(folder)) {
      return new Ok(shown + " is not there yet");
    }
    if (!Files.isDirectory(folder)) {
      return new Failure(shown + " is no folder", "mv " + shown + " " + shown + ".old");
    }
    Access access = Access.to(folder);
    if (access.othersCanWrite()) {
      return new Failure(
          shown + " has mode " + access + ": others can write in it", "chmod 700 " + shown);
    }
    if (access.othersCanRead()) {
      return new Warning(
          shown + " has mode " + access + ": others can read it", "chmod 700 " + shown);
    }
    return new Ok(shown + " is yours alone");
  }
}
