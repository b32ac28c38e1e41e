package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.KeyLimits;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.SshKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether the running agent gets the key that was made, and for how long. */
final class AgentAddition {
  private static final Duration LONGEST = Duration.ofSeconds(0xffffffffL);

  @Option(names = "--add", description = "Add the new key to the running agent.")
  boolean wanted;

  @Option(
      names = "--add-lifetime",
      paramLabel = "TIME",
      converter = DurationWords.class,
      description = "Add it for this long: 90s, 10m, 1h30m, 2d.")
  Optional<Duration> lifetime = Optional.empty();

  @Option(names = "--add-confirm", description = "Add it, to be asked before each use of it.")
  boolean confirmed;

  /** The agent that is to have the key; it was met, so that a key isn't made in vain. */
  Optional<SshAgent> agent(Context context) throws SpheronSshException {
    if (!isAsked()) {
      return Optional.empty();
    }
    if (lifetime.filter(time -> !time.isPositive() || time.compareTo(LONGEST) > 0).isPresent()) {
      throw new SpheronSshException(
          "expected a lifetime of 1s to %d s".formatted(LONGEST.toSeconds()), "--add-lifetime 8h");
    }
    SshAgent agent =
        SshAgent.find(context.environment())
            .orElseThrow(
                () ->
                    new SpheronSshException(
                        "there is no agent to add the key to: SSH_AUTH_SOCK names none",
                        "start one: eval \"$(ssh-agent)\""));
    agent.identities();
    return Optional.of(agent);
  }

  /** Adds the key, and says so as ssh-add does. */
  void add(SshAgent agent, Path file, SshKeyPair pair, Context context) throws SpheronSshException {
    agent.add(pair, new KeyLimits(lifetime, confirmed));
    String comment = pair.publicKey().comment();
    context.terminal().say("Identity added: %s (%s)".formatted(file, comment));
    lifetime.ifPresent(
        time -> context.terminal().say("Lifetime set to %d seconds".formatted(time.toSeconds())));
    if (confirmed) {
      context.terminal().say("The user must confirm each use of the key");
    }
  }

  boolean isAsked() {
    return wanted || confirmed || lifetime.isPresent();
  }
}
