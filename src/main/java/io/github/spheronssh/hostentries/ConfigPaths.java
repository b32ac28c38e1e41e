package io.github.spheronssh.hostentries;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigWord;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;

/**
 * How a path is written in a file that ssh reads. ssh takes {@code ~} from the password file and
 * ignores {@code $HOME}: where the two differ, paths are absolute.
 */
final class ConfigPaths {
  private final Environment environment;
  private final boolean homesAgree;

  ConfigPaths(Environment environment) throws SpheronSshException {
    this.environment = environment;
    // The JVM's user.home is the password file's.
    this.homesAgree =
        environment
            .property("user.home")
            .map(Path::of)
            .filter(environment.home()::equals)
            .isPresent();
  }

  /** A path as the argument of a keyword that expands {@code %} tokens. */
  String argument(Path path) {
    return ConfigWord.quoted(ConfigWord.withoutTokens(written(path)));
  }

  /** A path as the argument of Include, which takes patterns as glob(7) has them. */
  String included(Path path) {
    return ConfigWord.quoted(written(path).replaceAll("[\\[*?]", "[$0]"));
  }

  private String written(Path path) {
    String text = homesAgree ? environment.display(path) : path.toString();
    return environment.isWindows() ? text.replace('\\', '/') : text;
  }
}
