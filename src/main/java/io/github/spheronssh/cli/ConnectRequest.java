package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.ConnectSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the letters, the settings and the words of one command line amount to.
 *
 * @param target what the user named, with the port that counts
 * @param wish whom to log in as, with which keys, trusting what
 * @param settings how the connection is made
 * @param session what runs over it
 * @param batch whether nobody may be asked (BatchMode)
 * @param config all that was set, as ssh_config(5) calls it
 */
record ConnectRequest(
    TargetText target,
    LoginWish wish,
    ConnectSettings settings,
    SessionWish session,
    boolean batch,
    SshConfig config) {

  static ConnectRequest of(
      String target,
      SshOptions options,
      List<String> command,
      Environment environment,
      Consumer<String> notes)
      throws SpheronSshException {
    SshConfig config = options.config();
    TargetText text = TargetText.parse(target);
    Optional<String> user = config.text(Keyword.USER).or(text::user);
    Optional<String> number = config.text(Keyword.PORT);
    OptionalInt port =
        number.isPresent() ? OptionalInt.of(TargetText.port(number.get())) : text.port();
    return new ConnectRequest(
        new TargetText(text.user(), text.name(), port),
        new LoginConfig(config, options, environment, notes).wish(user, port),
        CarrierConfig.carried(ConnectionConfig.settings(config), options),
        new SessionConfig(config, environment).wish(command, options.joined()),
        config.flag(Keyword.BATCH_MODE).orElse(false),
        config);
  }
}
