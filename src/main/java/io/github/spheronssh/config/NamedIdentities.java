package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.List;

/** The key files that a user's configuration names for any host, whichever section they are in. */
public final class NamedIdentities {
  private NamedIdentities() {}

  /**
   * Looks through {@code ~/.ssh/config} and what it includes; names that depend on the host that is
   * connected to are left out, since nobody knows which files they mean.
   *
   * @throws SpheronSshException where a file can't be read
   */
  public static List<Path> of(Environment environment) throws SpheronSshException {
    return ConfigSurvey.of(environment).identities(environment).stream()
        .map(ConfigSurvey.NamedFile::path)
        .distinct()
        .toList();
  }
}
