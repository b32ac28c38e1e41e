package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.Origin;
import io.github.spheronssh.config.Setting;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.login.GivenKey;
import io.github.spheronssh.login.KeyWish;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Whom to log in as, with which keys and trusting what, as the keywords of ssh_config(5) say it.
 */
final class LoginConfig {
  private static final String VARIABLE = "env:";

  private final TargetConfig read;
  private final SshConfig config;
  private final SshOptions options;
  private final Environment environment;
  private final Consumer<String> notes;

  LoginConfig(
      TargetConfig read, SshOptions options, Environment environment, Consumer<String> notes) {
    this.read = read;
    this.config = read.config();
    this.options = options;
    this.environment = environment;
    this.notes = notes;
  }

  /** What the command line and the sections that name the target say; and what is general. */
  LoginWish wish() throws SpheronSshException {
    Optional<String> user = config.text(Keyword.USER);
    Optional<String> generalUser = config.text(Keyword.USER, Origin.GENERAL);
    OptionalInt port = port(config.text(Keyword.PORT));
    OptionalInt generalPort = port(config.text(Keyword.PORT, Origin.GENERAL));
    return new LoginWish(
        generalUser.isPresent() ? Optional.empty() : user,
        generalPort.isPresent() ? OptionalInt.empty() : port,
        keys(),
        new TrustConfig(read, options, environment, notes).wish(),
        new LoginWish.General(generalUser, generalPort));
  }

  private static OptionalInt port(Optional<String> number) throws SpheronSshException {
    return number.isEmpty() ? OptionalInt.empty() : OptionalInt.of(TargetText.port(number.get()));
  }

  private KeyWish keys() throws SpheronSshException {
    var keys = new ArrayList<GivenKey>();
    for (String name : options.identities) {
      keys.add(
          name.startsWith(VARIABLE)
              ? new GivenKey.InVariable(name.substring(VARIABLE.length()))
              : new GivenKey.InFile(environment.resolve(name)));
    }
    for (Setting setting : config.settings(Keyword.IDENTITY_FILE)) {
      for (String name : setting.arguments()) {
        if (!name.equalsIgnoreCase("none")) {
          keys.add(given(environment.resolve(name), setting.origin()));
        }
      }
    }
    boolean only = config.flag(Keyword.IDENTITIES_ONLY).orElse(false);
    return new KeyWish(keys, paths(Keyword.CERTIFICATE_FILE), only);
  }

  private static GivenKey given(Path file, Origin origin) {
    return origin == Origin.COMMAND_LINE
        ? new GivenKey.InFile(file)
        : new GivenKey.Configured(file, origin == Origin.GENERAL);
  }

  /** The files that a keyword names; {@code none} is none. */
  private List<Path> paths(Keyword keyword) throws SpheronSshException {
    var paths = new ArrayList<Path>();
    for (String name : config.texts(keyword)) {
      if (!name.equalsIgnoreCase("none")) {
        paths.add(environment.resolve(name));
      }
    }
    return paths;
  }
}
