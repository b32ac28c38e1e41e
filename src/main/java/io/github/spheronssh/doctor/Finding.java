package io.github.spheronssh.doctor;

import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import java.time.Duration;
import java.util.Optional;

/** What one check came to, and how long it took. */
public record Finding(Check check, Result result, Duration took) {

  /** Whether the check failed. */
  public boolean isFailure() {
    return result instanceof Failure;
  }

  /** Whether the checks that need this one can't know anything. */
  boolean blocks() {
    return result instanceof Failure || result instanceof Skipped;
  }

  /** The exact command that helps, where something is amiss. */
  public Optional<String> remedy() {
    return switch (result) {
      case Warning warning -> Optional.of(warning.remedy());
      case Failure failure -> Optional.of(failure.remedy());
      default -> Optional.empty();
    };
  }

  /**
   * The id of the check that is to blame for what this one could not know: itself where it failed.
   */
  String culprit() {
    return result instanceof Skipped skipped ? skipped.becauseOf() : check.id();
  }
}
