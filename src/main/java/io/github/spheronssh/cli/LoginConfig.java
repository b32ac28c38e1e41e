package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.ssh.HostTrust.Policy;
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
    Optional<Fingerprint> fingerprint = Optional.empty();
    if (options.fingerprint != null) {
      fingerprint = Optional.of(Fingerprint.parse(options.fingerprint));
    }
    return new LoginWish(
        user, port, identities(), policy(), fingerprint, path(Keyword.USER_KNOWN_HOSTS_FILE));
  }

  private Policy policy() throws SpheronSshException {
    Optional<String> strict = config.text(Keyword.STRICT_HOST_KEY_CHECKING);
    return strict.isPresent() && !options.hostKeyGiven()
        ? HostKeyPolicy.ofSsh(strict.get(), notes)
        : HostKeyPolicy.read(options.hostKey);
  }

  private List<Path> identities() throws SpheronSshException {
    var names = new ArrayList<>(options.identities);
    names.addAll(config.texts(Keyword.IDENTITY_FILE));
    var paths = new ArrayList<Path>();
    for (String name : names) {
      paths.add(environment.resolve(name));
    }
    return paths;
  }

  private Optional<Path> path(Keyword keyword) throws SpheronSshException {
    Optional<String> name = config.text(keyword);
    return name.isEmpty() ? Optional.empty() : Optional.of(environment.resolve(name.get()));
  }
}
