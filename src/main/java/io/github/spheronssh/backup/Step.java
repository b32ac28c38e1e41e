package io.github.spheronssh.backup;

import java.nio.file.Path;

/**
 * What becomes of a file of a backup.
 *
 * @param file where it belongs
 * @param fate whether it is written
 * @param reason why it is left; else what is done of it, or nothing
 */
public record Step(Path file, Fate fate, String reason) {
  /** What can become of a file. */
  public enum Fate {
    /** There is none of that name: it is written. */
    NEW,
    /** There is one, and it gets what it lacks. */
    ADDED_TO,
    /** The same is there. */
    THERE,
    /** Another one is there, and stays. */
    LEFT
  }
}
