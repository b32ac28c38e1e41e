package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import java.util.List;
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
    List<Setting> command = config.settings(Keyword.LOCAL_COMMAND);
    if (command.isEmpty() || !config.flag(Keyword.PERMIT_LOCAL_COMMAND).orElse(false)) {
      return Optional.empty();
    }
    Setting expanded =
        tokens.at(host, port, user).expand(Keyword.LOCAL_COMMAND, command.getFirst());
    return Optional.of(expanded.arguments().getFirst());
  }
}
