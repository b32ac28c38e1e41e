package io.github.spheronssh.doctor;

/**
 * What a check came to. Evidence is what was read or measured, on one line; text from outside
 * stands in it as it came, since whoever prints it makes control characters visible.
 */
public sealed interface Result {
  /** What was read or measured. */
  String evidence();

  /** As it should be. */
  record Ok(String evidence) implements Result {}

  /**
   * In nobody's way now, and worth knowing.
   *
   * @param remedy the exact command
   */
  record Warning(String evidence, String remedy) implements Result {}

  /**
   * Broken.
   *
   * @param remedy the exact command
   */
  record Failure(String evidence, String remedy) implements Result {}

  /**
   * Not to be known.
   *
   * @param becauseOf the id of the check that failed
   */
  record Skipped(String becauseOf, String evidence) implements Result {}
}
