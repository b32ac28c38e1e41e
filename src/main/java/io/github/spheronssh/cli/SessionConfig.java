package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.cli.SessionWish.TerminalWish;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.knownhosts.HostPattern;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.RemoteVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What is to run over a connection, as the keywords of ssh_config(5) and the command say it. */
final class SessionConfig {
  private final SshConfig config;
  private final Environment environment;

  SessionConfig(SshConfig config, Environment environment) {
    this.config = config;
    this.environment = environment;
  }

  SessionWish wish(List<String> words, Optional<String> joined) throws SpheronSshException {
    return new SessionWish(
        program(words),
        terminal(),
        !config.flag(Keyword.STDIN_NULL).orElse(false),
        variables(),
        escape(),
        config.flag(Keyword.ENABLE_ESCAPE_COMMANDLINE).orElse(false),
        config.flag(Keyword.FORK_AFTER_AUTHENTICATION).orElse(false),
        AuthenticationConfig.forwarded(config, environment),
        new ForwardConfig(config).wish(joined));
  }

  private Optional<Program> program(List<String> words) throws ConfigException {
    Optional<String> remote =
        config.text(Keyword.REMOTE_COMMAND).filter(text -> !text.equalsIgnoreCase("none"));
    Optional<String> command = words.isEmpty() ? remote : Optional.of(String.join(" ", words));
    String type = config.text(Keyword.SESSION_TYPE).orElse("default");
    if (remote.isPresent() && !words.isEmpty() && !type.equalsIgnoreCase("none")) {
      throw new ConfigException(
          "there is a command on the command line, and RemoteCommand names one too",
          "-o RemoteCommand=none leaves the one of the configuration out");
    }
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.empty();
      case "subsystem" ->
          Optional.of(
              new Program.Subsystem(
                  command.orElseThrow(
                      () ->
                          new ConfigException(
                              "-s needs the name of a subsystem", "connect -s TARGET sftp"))));
      case "default" ->
          Optional.of(command.<Program>map(Program.Command::new).orElseGet(Program.Shell::new));
      default ->
          throw SshConfig.unexpected(Keyword.SESSION_TYPE, "none, subsystem or default", type);
    };
  }

  private TerminalWish terminal() throws ConfigException {
    String requested = config.text(Keyword.REQUEST_TTY).orElse("auto");
    return switch (requested.toLowerCase(Locale.ROOT)) {
      case "auto" -> TerminalWish.AUTO;
      case "yes", "true" -> TerminalWish.YES;
      case "force" -> TerminalWish.FORCE;
      case "no", "false" -> TerminalWish.NO;
      default ->
          throw SshConfig.unexpected(Keyword.REQUEST_TTY, "auto, yes, force or no", requested);
    };
  }

  /** The variables of SetEnv, and of this side those that SendEnv names. */
  private List<RemoteVariable> variables() throws ConfigException {
    var variables = new ArrayList<RemoteVariable>();
    List<String> patterns = sent();
    environment
        .variables()
        .forEach(
            (name, value) -> {
              if (patterns.stream().anyMatch(pattern -> HostPattern.glob(pattern, name))) {
                variables.add(new RemoteVariable(name, value));
              }
            });
    for (String setting : config.texts(Keyword.SET_ENV)) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw SshConfig.unexpected(Keyword.SET_ENV, "NAME=VALUE", setting);
      }
      variables.add(
          new RemoteVariable(setting.substring(0, equals), setting.substring(equals + 1)));
    }
    return variables;
  }

  /** The patterns of SendEnv, less those that a later one with a minus takes back. */
  private List<String> sent() {
    var patterns = new ArrayList<String>();
    for (String word : config.texts(Keyword.SEND_ENV)) {
      if (word.startsWith("-")) {
        patterns.removeIf(before -> HostPattern.glob(word.substring(1), before));
      } else {
        patterns.add(word);
      }
    }
    return patterns;
  }

  /** The escape character; {@code ^X} is the control character of X. */
  private OptionalInt escape() throws ConfigException {
    String text = config.text(Keyword.ESCAPE_CHAR).orElse("~");
    if (text.equalsIgnoreCase("none")) {
      return OptionalInt.empty();
    }
    if (text.length() == 1 && text.charAt(0) < 128) {
      return OptionalInt.of(text.charAt(0));
    }
    if (text.length() == 2 && text.charAt(0) == '^' && text.charAt(1) >= '?') {
      return OptionalInt.of(text.charAt(1) & 0x1f);
    }
    throw SshConfig.unexpected(Keyword.ESCAPE_CHAR, "a character, ^ and a letter, or none", text);
  }
}
