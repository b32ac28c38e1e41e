package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.List;
import java.util.Optional;

/** The agent, and what it holds. */
final class AgentChecks {
  /** OpenSSH's server ends a login after six tries (sshd_config(5), MaxAuthTries). */
  private static final int MOST_TRIES = 6;

  private AgentChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "agent",
            "the agent that SSH_AUTH_SOCK names answers",
            "eval \"$(ssh-agent -s)\"",
            AgentChecks::agent),
        Check.of(
                Layer.MACHINE,
                "agent-keys",
                "the agent has no more keys than a server lets a login try",
                "ssh-add -D",
                AgentChecks::keys)
            .needing("agent"));
  }

  /** What needs to know of the key files too. */
  static List<Check> ofKeys() {
    return List.of(
        Check.of(
                Layer.MACHINE,
                "agent-has-key",
                "an agent that answers has the first key, where that one is encrypted",
                "ssh-add ~/.ssh/id_ed25519",
                AgentChecks::hasKey)
            .needing("agent", "key"));
  }

  private static Result agent(Patient patient) throws SpheronSshException {
    Optional<SshAgent> agent = patient.machine().agent();
    if (agent.isEmpty()) {
      return new Ok("none: keys come from files");
    }
    try {
      int keys = patient.machine().agentKeys().size();
      return new Ok(keys == 0 ? "it answers, and " + EMPTY : "it has " + count(keys));
    } catch (AgentException e) {
      return new Warning(e.getMessage(), "eval \"$(ssh-agent -s)\"");
    }
  }

  private static final String EMPTY = "has no key or is locked, which it doesn't tell apart";

  private static Result keys(Patient patient) throws SpheronSshException {
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
      return silent();
    }
  }

  private static Result hasKey(Patient patient) throws SpheronSshException {
    Machine machine = patient.machine();
    Optional<PrivateKeyFile> first = machine.keyFiles().stream().findFirst();
    if (machine.agent().isEmpty() || first.isEmpty()) {
      return new Ok(machine.agent().isEmpty() ? "there is no agent" : "the keys are the agent's");
    }
    if (!machine.agentAnswers()) {
      return silent();
    }
    String shown = machine.environment().display(first.get().path());
    Optional<PublicKeyLine> half = first.get().publicKey();
    if (half.isPresent() && machine.isInAgent(half.get())) {
      return new Ok("it has " + shown);
    }
    if (!first.get().isEncrypted()) {
      return new Ok("it has not " + shown + ", which needs no passphrase");
    }
    int keys = machine.agentKeys().size();
    return new Warning(
            "%s is encrypted, and the agent %s"
                .formatted(
                    shown, keys == 0 ? EMPTY : "has %s but not this one".formatted(count(keys))),
            "ssh-add " + ShellWord.of(first.get().path(), machine.environment()))
        .mendedBy(new Mending.AgentKey(first.get()));
  }

  private static Result silent() {
    return new Skipped("agent", "it doesn't answer");
  }

  private static String count(int keys) {
    return keys == 1 ? "1 key" : keys + " keys";
  }
}
