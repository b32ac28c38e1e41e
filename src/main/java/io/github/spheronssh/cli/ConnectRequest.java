package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.ConfigReader;
import io.github.spheronssh.config.ConfigSource;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.Origin;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the letters, the settings and the words of one command line amount to.
 *
 * @param target what the user named, with the port that is meant for it
 * @param wish whom to log in as, with which keys, trusting what
 * @param settings how the connection is made
 * @param session what runs over it
 * @param batch whether nobody may be asked (BatchMode)
 * @param read all that was set for the target, as ssh_config(5) calls it
 */
record ConnectRequest(
    TargetText target,
    LoginWish wish,
    ConnectSettings settings,
    SessionWish session,
    boolean batch,
    TargetConfig read) {

  /** Reads what is set for a target: by the letters, by the target itself, then by the files. */
  static TargetConfig read(
      TargetText target, SshOptions options, List<String> command, Environment environment)
      throws SpheronSshException {
    SshConfig.Builder given = options.config().toBuilder();
    target.user().ifPresent(user -> given.offer(Keyword.USER, List.of(user)));
    target.port().ifPresent(port -> given.offer(Keyword.PORT, List.of(String.valueOf(port))));
    return new ConfigReader(environment, new LocalSurroundings(environment))
        .read(
            given.build(), sources(options, environment), target.name(), String.join(" ", command));
  }

  private static List<ConfigSource> sources(SshOptions options, Environment environment)
      throws SpheronSshException {
    String file = options.configFile;
    if (file == null) {
      return ConfigSource.usual(environment);
    }
    return file.equalsIgnoreCase("none") ? List.of() : ConfigSource.only(environment.resolve(file));
  }

  static ConnectRequest of(
      TargetText target,
      TargetConfig read,
      SshOptions options,
      List<String> command,
      Environment environment,
      Consumer<String> notes)
      throws SpheronSshException {
    SshConfig config = read.config();
    Optional<String> refusal =
        config.text(Keyword.REFUSE_CONNECTION).filter(text -> !text.equalsIgnoreCase("none"));
    if (refusal.isPresent()) {
      throw new ConfigException(
          "the configuration refuses this connection: " + refusal.get(), null);
    }
    LoginWish wish = new LoginConfig(read, options, environment, notes).wish();
    return new ConnectRequest(
        new TargetText(target.user(), target.name(), wish.port()),
        wish,
        ConnectionConfig.settings(config),
        new SessionConfig(config, environment).wish(command, options.joined()),
        config.flag(Keyword.BATCH_MODE).orElse(false),
        read);
  }

  /** What is set for a target where nothing is to run there. */
  static ConnectRequest of(
      TargetText target, SshOptions options, Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    TargetConfig read = read(target, options, List.of(), environment);
    return of(target, read, options, List.of(), environment, notes);
  }

  /** The same, where the connection is made otherwise. */
  ConnectRequest with(ConnectSettings other) {
    return new ConnectRequest(target, wish, other, session, batch, read);
  }

  /** All that was set. */
  SshConfig config() {
    return read.config();
  }

  /** The name or address of the target where it is a host and no instance. */
  String host() {
    return read.host();
  }

  /** The same with user and port, for commands that don't read the configuration. */
  String place() {
    String user = wish.user().or(wish.general()::user).map(name -> name + "@").orElse("");
    return user + new Target.Endpoint(host(), port());
  }

  /** The port of the target where it is a host and no instance. */
  int port() {
    return wish.port().orElse(wish.general().port().orElse(Instance.DEFAULT_PORT));
  }

  /**
   * Whether the configuration has the target by its very name and says where it is: then no
   * instance is meant.
   */
  boolean isPlaced() {
    boolean named =
        config().settings(Keyword.HOST_NAME).stream()
            .anyMatch(setting -> setting.origin() != Origin.GENERAL);
    return read.isLiteral() && named;
  }
}
