package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.KeyLimits;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives the agent the keys that a login opens, as AddKeysToAgent wishes it.
 *
 * @param agent who is given them; nobody is where it is absent
 * @param limits what the agent is to do with them
 * @param asks whether the user is asked before
 */
record AgentKeys(Optional<SshAgent> agent, KeyLimits limits, boolean asks) {
  /** What the configuration wishes. */
  static AgentKeys wanted(SshConfig config, Environment environment) throws SpheronSshException {
    List<String> words = config.texts(Keyword.ADD_KEYS_TO_AGENT);
    String first = words.isEmpty() ? "no" : words.getFirst().toLowerCase(Locale.ROOT);
    if (words.size() > (first.equals("confirm") ? 2 : 1)) {
      throw SshConfig.unexpected(
          Keyword.ADD_KEYS_TO_AGENT,
          "yes, no, ask, confirm with or without a time, or a time",
          String.join(" ", words));
    }
    Optional<SshAgent> agent = AuthenticationConfig.agent(config, environment);
    return switch (first) {
      case "no", "false" -> new AgentKeys(Optional.empty(), KeyLimits.NONE, false);
      case "yes", "true" -> new AgentKeys(agent, KeyLimits.NONE, false);
      case "ask" -> new AgentKeys(agent, KeyLimits.NONE, true);
      case "confirm" -> {
        Optional<Duration> time =
            words.size() == 1 ? Optional.empty() : Optional.of(time(words.getLast()));
        yield new AgentKeys(agent, new KeyLimits(time, true), false);
      }
      default -> new AgentKeys(agent, new KeyLimits(Optional.of(time(first)), false), false);
    };
  }

  private static Duration time(String text) throws ConfigException {
    Duration time = SshConfig.time(Keyword.ADD_KEYS_TO_AGENT, text);
    if (!time.isPositive() || time.compareTo(Duration.ofSeconds(0xffffffffL)) > 0) {
      throw SshConfig.unexpected(Keyword.ADD_KEYS_TO_AGENT, "a time of at least 1s", text);
    }
    return time;
  }

  private static String question(String origin) {
    return "Add the key %s to the agent (yes or no)? ".formatted(origin);
  }

  /** Gives the agent a key; where it doesn't take it, the login goes on without. */
  void add(SshKeyPair key, String origin, Terminal terminal) {
    if (agent.isEmpty()) {
      return;
    }
    try {
      if (asks && !terminal.confirm(question(origin), "ssh-add " + origin)) {
        return;
      }
      agent.get().add(key, limits);
      terminal.detail(1, () -> "key %s: added to %s".formatted(origin, agent.get().place()));
    } catch (SpheronSshException e) {
      terminal.note("the key %s is not added to the agent: %s".formatted(origin, e.getMessage()));
    }
  }
}
