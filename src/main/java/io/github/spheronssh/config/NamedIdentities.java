package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The key files that a user's configuration names for any host, whichever section they are in. */
public final class NamedIdentities {
  private static final int MOST_FILES = 4096;

  private final Environment environment;
  private final Set<Path> found = new LinkedHashSet<>();

  private NamedIdentities(Environment environment) {
    this.environment = environment;
  }

  /**
   * Looks through {@code ~/.ssh/config} and what it includes; names that depend on the host that is
   * connected to are left out, since nobody knows which files they mean.
   *
   * @throws SpheronSshException where a file can't be read
   */
  public static List<Path> of(Environment environment) throws SpheronSshException {
    var identities = new NamedIdentities(environment);
    identities.read(environment.sshFolder().resolve("config"));
    return List.copyOf(identities.found);
  }

  private void read(Path start) throws SpheronSshException {
    Deque<Path> left = new ArrayDeque<>(List.of(start));
    Set<Path> seen = new LinkedHashSet<>();
    while (!left.isEmpty() && seen.size() < MOST_FILES) {
      Path path = left.removeFirst();
      if (seen.add(path)) {
        for (ConfigLine line : ConfigFile.read(path, false, environment).orElse(List.of())) {
          read(line, left);
        }
      }
    }
  }

  private void read(ConfigLine line, Deque<Path> left) throws SpheronSshException {
    if (line.keyword().equalsIgnoreCase("IdentityFile")) {
      for (String argument : line.arguments()) {
        path(argument).ifPresent(found::add);
      }
    } else if (line.directive().filter(ConfigLine.Directive.INCLUDE::equals).isPresent()) {
      for (String argument : line.arguments()) {
        Optional<Path> pattern = path(argument);
        if (pattern.isPresent()) {
          left.addAll(Glob.paths(pattern.get()));
        }
      }
    }
  }

  private Optional<Path> path(String text) throws SpheronSshException {
    String plain = text.replace("%d", environment.home().toString()).replace("%%", "\0");
    if (plain.contains("%") || plain.contains("${") || plain.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    String written = plain.replace('\0', '%');
    try {
      return Optional.of(
          written.startsWith("~/")
              ? environment.home().resolve(written.substring(2))
              : environment.sshFolder().resolve(written));
    } catch (InvalidPathException e) {
      return Optional.empty(); // no file can have that name
    }
  }
}
