package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user's own configuration as it stands in its files, for whichever host.
 *
 * @param lines what sets a keyword, in the order in which ssh reads it
 * @param exposed files that ssh refuses for their owner or mode
 * @param problems lines that can't be read
 */
public record ConfigSurvey(List<Line> lines, List<Problem> exposed, List<Problem> problems) {
  private static final int MOST_FILES = 4096;
  private static final int DEEPEST = 16;

  /** Copies the lists. */
  public ConfigSurvey {
    lines = List.copyOf(lines);
    exposed = List.copyOf(exposed);
    problems = List.copyOf(problems);
  }

  /** A section, as its first line has it. */
  public record Section(String title, boolean general) {
    /** What stands before any section. */
    static final Section TOP = new Section("the top", true);
  }

  /** A line that sets a keyword. */
  public record Line(
      Path file, int number, Section section, Keyword keyword, List<String> arguments) {
    /** Copies the list. */
    public Line {
      arguments = List.copyOf(arguments);
    }
  }

  /** What is wrong with a line, or a file where the line is 0. */
  public record Problem(Path file, int line, SpheronSshException cause) {}

  /** A key file that a line names, whether it is there or not. */
  public record NamedFile(Path path, Line line) {}

  /**
   * Looks through {@code ~/.ssh/config} and what it includes; an include whose path depends on the
   * host that is connected to is left out.
   *
   * @throws SpheronSshException where a file can't be read
   */
  public static ConfigSurvey of(Environment environment) throws SpheronSshException {
    var reader = new Reader(environment);
    reader.read(environment.sshFolder().resolve("config"), Section.TOP, 0);
    return new ConfigSurvey(reader.lines, reader.exposed, reader.problems);
  }

  /** The key files that are named, but for those whose names depend on the host. */
  public List<NamedFile> identities(Environment environment) throws SpheronSshException {
    var named = new ArrayList<NamedFile>();
    for (Line line : lines) {
      if (line.keyword() == Keyword.IDENTITY_FILE) {
        for (String argument : line.arguments()) {
          path(argument, environment).ifPresent(path -> named.add(new NamedFile(path, line)));
        }
      }
    }
    return List.copyOf(named);
  }

  private static Optional<Path> path(String text, Environment environment)
      throws SpheronSshException {
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

  /** Goes through the files in ssh's order. */
  private static final class Reader {
    private final Environment environment;
    private final SshConfig.Builder syntax = SshConfig.builder();
    private final Set<Path> seen = new LinkedHashSet<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Problem> exposed = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Reader(Environment environment) {
      this.environment = environment;
    }

    void read(Path file, Section outer, int depth) throws SpheronSshException {
      if (depth > DEEPEST || seen.size() > MOST_FILES || !seen.add(file)) {
        return;
      }
      try {
        ConfigFile.check(file, environment);
      } catch (ConfigException e) {
        exposed.add(new Problem(file, 0, e));
      }
      Section section = outer;
      int number = 0;
      for (ConfigLine line : ConfigFile.read(file, false, environment).orElse(List.of())) {
        number++;
        try {
          section = read(line, file, number, outer, section, depth);
        } catch (ConfigException e) {
          problems.add(new Problem(file, number, e));
        }
      }
    }

    /** Reads a line, and tells which section the next one is in. */
    private Section read(
        ConfigLine line, Path file, int number, Section outer, Section section, int depth)
        throws SpheronSshException {
      if (line.isBlank()) {
        return section;
      }
      switch (line.directive().orElse(null)) {
        case null -> set(line, file, number, section);
        case HOST -> {
          boolean all = line.arguments().equals(List.of("*"));
          return new Section("Host " + line.rest(), outer.general() && all);
        }
        case MATCH -> {
          boolean all = Match.parse(line).criteria().stream().allMatch(c -> c.name().equals("all"));
          return new Section("Match " + line.rest(), outer.general() && all);
        }
        case INCLUDE -> {
          for (String argument : line.arguments()) {
            Optional<Path> pattern = path(argument, environment);
            if (pattern.isPresent()) {
              for (Path path : Glob.paths(pattern.get().normalize())) {
                read(path, section, depth + 1);
              }
            }
          }
        }
      }
      return section;
    }

    private void set(ConfigLine line, Path file, int number, Section section)
        throws ConfigException {
      Optional<Keyword> keyword = Keyword.named(line.keyword());
      // What is refused only when a connection is made is no mistake of the line's.
      syntax.take(line, keyword.filter(Keyword.IGNORE_UNKNOWN::equals).isPresent(), Origin.GENERAL);
      if (keyword.isPresent()) {
        lines.add(new Line(file, number, section, keyword.get(), line.arguments(keyword.get())));
      }
    }
  }
}
