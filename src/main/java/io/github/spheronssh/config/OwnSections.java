package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which hosts the user's own configuration has by their very names, and where. */
public final class OwnSections {
  private static final int MOST_FILES = 256;

  private final Environment environment;
  private final Set<Path> seen = new HashSet<>();
  private final List<String> found = new ArrayList<>();
  private final List<String> wanted;

  private OwnSections(Environment environment, List<String> wanted) {
    this.environment = environment;
    this.wanted = wanted;
  }

  /**
   * The places that name one of these hosts, as {@code ~/.ssh/config line 7: box.spheron}. Includes
   * are followed where their paths are the same for every host.
   *
   * @param passedOver a file that isn't looked at
   * @throws SpheronSshException where a file can't be read
   */
  public static List<String> naming(List<String> hosts, Path passedOver, Environment environment)
      throws SpheronSshException {
    var sections = new OwnSections(environment, hosts);
    sections.seen.add(passedOver);
    sections.read(environment.sshFolder().resolve("config"));
    return List.copyOf(sections.found);
  }

  private void read(Path file) throws SpheronSshException {
    if (!seen.add(file) || seen.size() > MOST_FILES) {
      return;
    }
    Optional<List<ConfigLine>> lines = ConfigFile.read(file, false, environment);
    for (ConfigLine line : lines.orElse(List.of())) {
      switch (line.directive().orElse(null)) {
        case null -> {}
        case HOST -> look(line);
        case MATCH -> {}
        case INCLUDE -> include(line);
      }
    }
  }

  private void look(ConfigLine line) throws ConfigException {
    var patterns = new PatternList(line.arguments());
    for (String host : wanted) {
      if (patterns.isLiteral(host)) {
        found.add(line.place() + ": " + host);
      }
    }
  }

  private void include(ConfigLine line) throws SpheronSshException {
    for (String argument : line.arguments()) {
      if (!argument.contains("%") && !argument.contains("${")) {
        for (Path path : Glob.paths(path(argument))) {
          read(path);
        }
      }
    }
  }

  private Path path(String argument) throws SpheronSshException {
    try {
      return argument.startsWith("~/")
          ? environment.resolve(argument).normalize()
          : environment.sshFolder().resolve(argument).normalize();
    } catch (InvalidPathException e) {
      throw new ConfigException("this system has no such path: " + argument, null);
    }
  }
}
