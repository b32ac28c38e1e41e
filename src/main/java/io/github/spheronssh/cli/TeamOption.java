package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose keys and instances a command is about. */
final class TeamOption {
  @Option(
      names = "--team",
      paramLabel = "ID",
      description = "The team; SPHERON_TEAM_ID, else the current team.")
  @Nullable String team;

  /** The team that the user chose; without one the service takes the current team. */
  Optional<String> team(Environment environment) {
    return Optional.ofNullable(team).or(() -> environment.variable("SPHERON_TEAM_ID"));
  }
}
