package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.login.GivenKey;
import io.github.spheronssh.login.KeyWish;
import io.github.spheronssh.login.LoginWish;
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

  private final SshConfig config;
  private final SshOptions options;
  private final Environment environment;
  private final Consumer<String> notes;

  LoginConfig(
      SshConfig config, SshOptions options, Environment environment, Consumer<String> notes) {
    this.config = config;
    this.options = options;
    this.environment = environment;
    this.notes = notes;
  }

  LoginWish wish(Optional<String> user, OptionalInt port) throws SpheronSshException {
    var trust = new TrustConfig(config, options, environment, notes).wish();
    return new LoginWish(user, port, keys(), trust);
  }

  private KeyWish keys() throws SpheronSshException {
    var keys = new ArrayList<GivenKey>();
    for (String name : options.identities) {
      keys.add(
          name.startsWith(VARIABLE)
              ? new GivenKey.InVariable(name.substring(VARIABLE.length()))
              : new GivenKey.InFile(environment.resolve(name)));
    }
    for (Path file : paths(Keyword.IDENTITY_FILE)) {
      keys.add(new GivenKey.InFile(file));
    }
    boolean only = config.flag(Keyword.IDENTITIES_ONLY).orElse(false);
    return new KeyWish(keys, paths(Keyword.CERTIFICATE_FILE), only);
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
