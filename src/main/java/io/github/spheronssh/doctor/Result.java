package io.github.spheronssh.doctor;

import java.util.Optional;

/**
 * What a check came to. Evidence is what was read or measured, on one line; text from outside
 * stands in it as it came, since whoever prints it makes control characters visible.
 */
public sealed interface Result {
  /** What was read or measured. */
  String evidence();

  /** What would mend it without the user's hands, where something does. */
  default Optional<Mending> mending() {
    return Optional.empty();
  }

  /** As it should be. */
  record Ok(String evidence) implements Result {}

  /**
   * In nobody's way now, and worth knowing.
   *
   * @param remedy the exact command
   */
  record Warning(String evidence, String remedy, Optional<Mending> mending) implements Result {
    /** A warning that only the user can do something about. */
    public Warning(String evidence, String remedy) {
      this(evidence, remedy, Optional.empty());
    }

    /** The same with what would mend it. */
    Warning mendedBy(Mending mending) {
      return new Warning(evidence, remedy, Optional.of(mending));
    }
  }

  /**
   * Broken.
   *
   * @param remedy the exact command
   */
  record Failure(String evidence, String remedy, Optional<Mending> mending) implements Result {
    /** A failure that only the user can do something about. */
    public Failure(String evidence, String remedy) {
      this(evidence, remedy, Optional.empty());
    }

    /** The same with what would mend it. */
    Failure mendedBy(Mending mending) {
      return new Failure(evidence, remedy, Optional.of(mending));
    }
  }

  /**
   * Not to be known.
   *
   * @param becauseOf the id of the check that failed
   */
  record Skipped(String becauseOf, String evidence) implements Result {}
}
