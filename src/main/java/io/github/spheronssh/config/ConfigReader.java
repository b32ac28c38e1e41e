package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.ArrayList;
import java.util.List;

/** Reads what the configuration files say of a target, as ssh_config(5) tells it. */
public final class ConfigReader {
  private final Environment environment;
  private final Surroundings surroundings;

  /** A reader on this machine. */
  public ConfigReader(Environment environment, Surroundings surroundings) {
    this.environment = environment;
    this.surroundings = surroundings;
  }

  /**
   * Reads the files; a second time where the name is to be made whole, or Match final stands there.
   *
   * @param given what the command line says, which counts first
   * @param target the host as the user named it
   * @param command what is to run there, as the command line has it; may be empty
   * @throws ConfigException where a file says what can't be read, or can't be had
   * @throws SpheronSshException where a file can't be read
   */
  public TargetConfig read(
      SshConfig given, List<ConfigSource> sources, String target, String command)
      throws SpheronSshException {
    SshConfig.Builder config = given.toBuilder();
    Pass first = new Pass(environment, surroundings, config, target, target, command, false);
    first.read(sources);
    SshConfig once = config.build();
    String host = HostName.canonical(once, HostName.of(environment, once, target), surroundings);
    if (HostName.isToBeCanonical(once) || first.wantsFinal()) {
      new Pass(environment, surroundings, config, host, target, command, true).read(sources);
    }
    SshConfig written = config.build();
    Tokens tokens = withUser(HostName.tokens(environment, written, host, target), written);
    return new TargetConfig(written, expanded(written, tokens), tokens, first.isLiteral());
  }

  /** The same once the user's own tokens are replaced; a user of the command line has none. */
  private static Tokens withUser(Tokens tokens, SshConfig written) throws SpheronSshException {
    for (Setting user : written.settings(Keyword.USER)) {
      if (user.origin() != Origin.COMMAND_LINE) {
        String name = tokens.expand(Keyword.USER, user).arguments().getFirst();
        return tokens.at(tokens.host(), tokens.port(), name);
      }
    }
    return tokens;
  }

  private static boolean isExpanded(Expansion expansion) {
    return switch (expansion) {
      case USER, TEXT, PATH, FORWARD, COMMAND -> true;
      case NONE, NAME, LATER -> false;
    };
  }

  private static SshConfig expanded(SshConfig written, Tokens tokens) throws SpheronSshException {
    SshConfig.Builder expanded = written.toBuilder();
    for (Keyword keyword : Keyword.values()) {
      if (isExpanded(keyword.expansion()) && written.isSet(keyword)) {
        var settings = new ArrayList<Setting>();
        for (Setting setting : written.settings(keyword)) {
          settings.add(
              keyword == Keyword.USER
                  ? setting.with(List.of(tokens.user()))
                  : tokens.expand(keyword, setting));
        }
        expanded.replace(keyword, settings);
      }
    }
    return expanded.build();
  }
}
