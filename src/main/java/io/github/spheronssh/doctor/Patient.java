package io.github.spheronssh.doctor;

import io.github.spheronssh.environment.Environment;
import java.util.Optional;

/** What is examined: this machine, the account and, where one is named, an instance. */
public final class Patient {
  private final Environment environment;
  private final Optional<String> target;

  /** A patient of whom nothing has been found out yet. */
  public Patient(Environment environment, Optional<String> target) {
    this.environment = environment;
    this.target = target;
  }

  Environment environment() {
    return environment;
  }

  boolean hasTarget() {
    return target.isPresent();
  }
}
