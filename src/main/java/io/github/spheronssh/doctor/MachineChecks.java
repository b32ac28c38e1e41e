package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder of the keys, and the agent. */
final class MachineChecks {
  /** OpenSSH's server ends a login after six tries (sshd_config(5), MaxAuthTries). */
  private static final int MOST_TRIES = 6;

  private MachineChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "ssh-folder",
            "~/.ssh is a folder that nobody else can enter",
            "chmod 700 ~/.ssh",
            MachineChecks::sshFolder),
        Check.of(
            Layer.MACHINE,
            "agent",
            "the agent that SSH_AUTH_SOCK names answers",
            "unset SSH_AUTH_SOCK",
            MachineChecks::agent),
        Check.of(
                Layer.MACHINE,
                "agent-keys",
                "the agent has no more keys than a server lets a login try",
                "ssh-add -D",
                MachineChecks::agentKeys)
            .needing("agent"));
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
    Access access = Access.to(folder);
    String remedy = "chmod 700 " + shown;
    if (access.othersCanWrite()) {
      return new Failure(shown + " is " + access + ": others can write in it", remedy);
    }
    if (access.othersCanRead()) {
      return new Warning(shown + " is " + access + ": others can look into it", remedy);
    }
    return new Ok(shown + " is yours alone");
  }

  private static Result agent(Patient patient) throws SpheronSshException {
    Optional<SshAgent> agent = patient.machine().agent();
    if (agent.isEmpty()) {
      return new Ok("none: keys come from files");
    }
    try {
      int keys = patient.machine().agentKeys().size();
      // A locked agent answers the same as an empty one.
      return new Ok(
          keys == 0 ? "it answers, and has no key or is locked" : "it has " + count(keys));
    } catch (AgentException e) {
      return new Warning(e.getMessage(), "unset SSH_AUTH_SOCK");
    }
  }

  private static Result agentKeys(Patient patient) throws SpheronSshException {
    if (patient.machine().agent().isEmpty()) {
      return new Ok("none");
    }
    try {
      int keys = patient.machine().agentKeys().size();
      return keys < MOST_TRIES
          ? new Ok(count(keys))
          : new Warning(
              count(keys) + ": ssh may be refused before it has tried the right one", "ssh-add -D");
    } catch (AgentException e) {
      return new Skipped("agent", "it doesn't answer");
    }
  }

  private static String count(int keys) {
    return keys == 1 ? "1 key" : keys + " keys";
  }
}
