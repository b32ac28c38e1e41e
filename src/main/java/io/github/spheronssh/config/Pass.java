package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One reading of the files, from the first line to the last. */
final class Pass implements Match.Present {
  private static final int DEEPEST = 16;
  private static final int MOST = 4096;

  private final Environment environment;
  private final Surroundings surroundings;
  private final SshConfig.Builder config;
  private final String host;
  private final String original;
  private final String command;
  private final boolean last;
  private boolean literal;
  private boolean wantsFinal;
  private int included;

  /**
   * A pass that adds to a configuration.
   *
   * @param host what a Host line is held to: what the user named, or what that came to mean
   * @param command what is to run there, as the command line has it; may be empty
   * @param last whether it is the second pass
   */
  Pass(
      Environment environment,
      Surroundings surroundings,
      SshConfig.Builder config,
      String host,
      String original,
      String command,
      boolean last) {
    this.environment = environment;
    this.surroundings = surroundings;
    this.config = config;
    this.host = host;
    this.original = original;
    this.command = command;
    this.last = last;
  }

  /** Whether a Host line had the very name. */
  boolean isLiteral() {
    return literal;
  }

  /** Whether a Match line asks for a second pass. */
  boolean wantsFinal() {
    return wantsFinal;
  }

  void read(List<ConfigSource> sources) throws SpheronSshException {
    for (ConfigSource source : sources) {
      Optional<List<ConfigLine>> lines =
          ConfigFile.read(source.path(), source.checked(), environment);
      if (lines.isPresent()) {
        read(lines.get(), source.ofUser(), Scope.TOP, Scope.TOP, 0);
      } else if (source.required()) {
        throw new ConfigException("there is no configuration file " + source.path(), null);
      }
    }
  }

  /**
   * Reads the lines of a file.
   *
   * @param outer what holds for the sections in it
   * @param first what holds for its lines before any section
   */
  private void read(List<ConfigLine> lines, boolean ofUser, Scope outer, Scope first, int depth)
      throws SpheronSshException {
    Scope scope = first;
    for (ConfigLine line : lines) {
      if (line.isBlank()) {
        continue;
      }
      switch (line.directive().orElse(null)) {
        case null -> config.take(line, scope.active(), scope.origin());
        case HOST -> scope = host(line, outer);
        case MATCH -> scope = match(line, outer);
        case INCLUDE -> include(line, ofUser, scope, depth);
      }
    }
  }

  private Scope host(ConfigLine line, Scope outer) throws ConfigException {
    List<String> patterns = line.arguments();
    if (patterns.contains("")) {
      throw line.wrong("Host has an empty name", null);
    }
    var list = new PatternList(patterns);
    Scope scope = outer.within(list.matches(host), list.names(host));
    literal |= scope.active() && list.isLiteral(original);
    return scope;
  }

  private Scope match(ConfigLine line, Scope outer) throws SpheronSshException {
    Match match = Match.parse(line);
    wantsFinal |= match.wantsFinal();
    boolean holds = outer.active() && match.holds(this, surroundings);
    return outer.within(holds, match.names(this));
  }

  private void include(ConfigLine line, boolean ofUser, Scope scope, int depth)
      throws SpheronSshException {
    if (depth == DEEPEST) {
      throw line.wrong("files include each other more than %d deep".formatted(DEEPEST), null);
    }
    for (String argument : line.arguments()) {
      for (Path path : Glob.paths(included(line, argument, ofUser))) {
        if (++included > MOST) {
          throw line.wrong("more than %d files are included".formatted(MOST), null);
        }
        Optional<List<ConfigLine>> lines = ConfigFile.read(path, true, environment);
        if (lines.isPresent()) { // a link to nowhere is passed by
          read(lines.get(), ofUser, scope, scope, depth + 1);
        }
      }
    }
  }

  private Path included(ConfigLine line, String argument, boolean ofUser)
      throws SpheronSshException {
    if (argument.isEmpty() || (argument.startsWith("~") && !ofUser)) {
      throw line.wrong("Include: expected a path, met '%s'".formatted(argument), null);
    }
    Path folder = ofUser ? environment.sshFolder() : environment.sshSystemFolder();
    try {
      return folder.resolve(tokens().expand(Expansion.PATH, argument)).normalize();
    } catch (ConfigException | InvalidPathException e) {
      throw line.wrong("Include: " + e.getMessage(), null);
    }
  }

  @Override
  public Tokens tokens() throws SpheronSshException {
    SshConfig now = config.build();
    Optional<String> named = now.text(Keyword.HOST_NAME);
    String meant =
        last || named.isEmpty() ? host : HostName.expand(environment, named.get(), original);
    return HostName.tokens(environment, now, meant, original);
  }

  @Override
  public String tag() {
    return config.build().text(Keyword.TAG).orElse("");
  }

  @Override
  public String command() {
    return command;
  }

  @Override
  public String sessionType() {
    String type = config.build().text(Keyword.SESSION_TYPE).orElse("").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "none", "subsystem" -> type;
      default -> command.isEmpty() ? "shell" : "exec";
    };
  }

  @Override
  public boolean isLast() {
    return last;
  }
}
