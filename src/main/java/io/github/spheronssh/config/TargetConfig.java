package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is set for one target. */
public final class TargetConfig {
  private final SshConfig written;
  private final SshConfig config;
  private final Tokens tokens;
  private final boolean literal;

  TargetConfig(SshConfig written, SshConfig config, Tokens tokens, boolean literal) {
    this.written = written;
    this.config = config;
    this.tokens = tokens;
    this.literal = literal;
  }

  /** The settings, with tokens, variables and tildes replaced. */
  public SshConfig config() {
    return config;
  }

  /** The name or address that the target stands for, in lower case. */
  public String host() {
    return tokens.host();
  }

  /** Whether a Host line has the very name of the target; patterns don't count. */
  public boolean isLiteral() {
    return literal;
  }

  /** The same as {@code ssh -G} prints it, a line each. */
  public List<String> lines() {
    return ConfigPrinter.lines(written, config, tokens);
  }

  /**
   * The command to run on this machine once logged in, where there is one and it is permitted
   * (LocalCommand, PermitLocalCommand).
   *
   * @param host where the login went, on which port and as whom
   * @throws ConfigException where a name in it might be obeyed by a shell
   */
  public Optional<String> localCommand(String host, int port, String user)
      throws SpheronSshException {
    return config.flag(Keyword.PERMIT_LOCAL_COMMAND).orElse(false)
        ? command(Keyword.LOCAL_COMMAND, host, port, user)
        : Optional.empty();
  }

  /**
   * The command whose streams lead to the host, where there is one (ProxyCommand).
   *
   * @param host where the login goes, to which port and as whom
   * @throws ConfigException where a name in it might be obeyed by a shell
   */
  public Optional<String> proxyCommand(String host, int port, String user)
      throws SpheronSshException {
    return command(Keyword.PROXY_COMMAND, host, port, user);
  }

  /**
   * The program, with its arguments, that is asked for host keys, where there is one
   * (KnownHostsCommand): words that no shell reads.
   *
   * @param host where the login goes, to which port and as whom
   * @param further what stands for the tokens that only this keyword has
   * @throws ConfigException where it names no program by its absolute path
   */
  public Optional<List<String>> knownHostsCommand(
      String host, int port, String user, Map<Character, String> further)
      throws SpheronSshException {
    List<Setting> settings = config.settings(Keyword.KNOWN_HOSTS_COMMAND);
    if (settings.isEmpty() || settings.getFirst().arguments().getFirst().equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    Setting command = settings.getFirst();
    var line =
        new ConfigLine(
            command.place(),
            Keyword.KNOWN_HOSTS_COMMAND.toString(),
            command.arguments().getFirst());
    Tokens all = tokens.at(host, port, user).with(further);
    var words = new ArrayList<String>();
    for (String word : line.arguments(false)) {
      words.add(all.expand(Expansion.TEXT, word));
    }
    if (!Path.of(words.getFirst()).isAbsolute()) {
      throw line.wrong(
          "KnownHostsCommand: expected a program by its absolute path, met '%s'"
              .formatted(words.getFirst()),
          null);
    }
    return Optional.of(words);
  }

  private Optional<String> command(Keyword keyword, String host, int port, String user)
      throws SpheronSshException {
    List<Setting> command = config.settings(keyword);
    return command.isEmpty()
        ? Optional.empty()
        : tokens.at(host, port, user).expand(keyword, command.getFirst()).arguments().stream()
            .findFirst();
  }
}
