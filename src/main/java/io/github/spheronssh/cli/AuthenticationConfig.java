package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.ssh.LoginMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** By which ways and with which agent one logs in, as the keywords of ssh_config(5) say it. */
final class AuthenticationConfig {
  private static final Map<String, Keyword> SWITCHES =
      Map.of(
          LoginMethods.PUBLICKEY, Keyword.PUBKEY_AUTHENTICATION,
          LoginMethods.QUESTIONS, Keyword.KBD_INTERACTIVE_AUTHENTICATION,
          LoginMethods.PASSWORD, Keyword.PASSWORD_AUTHENTICATION);

  private AuthenticationConfig() {}

  /** The ways that are wanted and not switched off; unknown ones are passed over, as by ssh. */
  static LoginMethods methods(SshConfig config) throws ConfigException {
    List<String> preferred =
        config
            .text(Keyword.PREFERRED_AUTHENTICATIONS)
            .map(text -> Stream.of(text.split(",")).map(String::strip).distinct().toList())
            .orElse(LoginMethods.USUAL.names());
    var names = new ArrayList<String>();
    for (String name : preferred) {
      Keyword flag = SWITCHES.get(name);
      if (flag != null && isOn(config, flag)) {
        names.add(name);
      }
    }
    int prompts =
        config.number(Keyword.NUMBER_OF_PASSWORD_PROMPTS).orElse(LoginMethods.USUAL.prompts());
    return new LoginMethods(names, prompts);
  }

  /** PubkeyAuthentication has two more words, which both are kinds of yes. */
  private static boolean isOn(SshConfig config, Keyword keyword) throws ConfigException {
    boolean kindOfYes =
        keyword == Keyword.PUBKEY_AUTHENTICATION
            && config
                .text(keyword)
                .filter(text -> text.matches("(?i)unbound|host-bound"))
                .isPresent();
    return kindOfYes || config.flag(keyword).orElse(true);
  }

  /** The agent whose keys are tried; absent where there is none, or none is wanted. */
  static Optional<SshAgent> agent(SshConfig config, Environment environment)
      throws SpheronSshException {
    Optional<String> named = config.text(Keyword.IDENTITY_AGENT);
    return named.isPresent()
        ? SshAgent.named(named.get(), environment)
        : SshAgent.find(environment);
  }

  /** The agent that the other side may use; absent unless it is asked for. */
  static Optional<SshAgent> forwarded(SshConfig config, Environment environment)
      throws SpheronSshException {
    String value = config.text(Keyword.FORWARD_AGENT).orElse("no");
    if (value.matches("(?i)no|false")) {
      return Optional.empty();
    }
    return value.matches("(?i)yes|true")
        ? agent(config, environment)
        : SshAgent.named(value, environment);
  }
}
