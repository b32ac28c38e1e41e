package io.github.spheronssh.api;

import java.util.Optional;

/**
 * Which deployments a list shows.
 *
 * @param status {@code active} is what deploys, runs or is stopped; without one, all there ever
 *     were
 * @param team without one, the current team
 */
public record DeploymentFilter(Optional<String> status, Optional<String> team) {
  /** What deploys, runs or is stopped. */
  public static DeploymentFilter active(Optional<String> team) {
    return new DeploymentFilter(Optional.of("active"), team);
  }

  /** All there ever were. */
  public static DeploymentFilter all(Optional<String> team) {
    return new DeploymentFilter(Optional.empty(), team);
  }
}
