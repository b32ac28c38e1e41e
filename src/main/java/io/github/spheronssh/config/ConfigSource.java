package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that a configuration is read from.
 *
 * @param ofUser whether its includes are relative to {@code ~/.ssh}, and may begin with a tilde
 * @param checked whether nobody else may be able to write to it
 * @param required whether it has to be there
 */
public record ConfigSource(Path path, boolean ofUser, boolean checked, boolean required) {

  /** The user's file, then the system's. */
  public static List<ConfigSource> usual(Environment environment) throws SpheronSshException {
    return List.of(
        new ConfigSource(environment.sshFolder().resolve("config"), true, true, false),
        new ConfigSource(environment.sshSystemFolder().resolve("ssh_config"), false, false, false));
  }

  /** A file that the user names, and no other. */
  public static List<ConfigSource> only(Path path) {
    return List.of(new ConfigSource(path, true, false, true));
  }
}
