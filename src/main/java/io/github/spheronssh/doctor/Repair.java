package io.github.spheronssh.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of one finding that could be mended.
 *
 * @param check the id of the check that found it
 * @param change what is changed, a line each
 * @param kept where what was there before is kept
 * @param why what kept it from being mended
 */
public record Repair(
    String check, List<String> change, State state, Optional<Path> kept, Optional<String> why) {
  /** Copies the list. */
  public Repair {
    change = List.copyOf(change);
  }

  /** How far it came. */
  public enum State {
    /** Shown, and no more was asked for. */
    PROPOSED,
    /** Done. */
    MENDED,
    /** The user would not have it. */
    DECLINED,
    /** Tried, or not even that: left to the user. */
    FAILED
  }

  static Repair proposed(Finding finding, List<String> change) {
    return of(finding, change, State.PROPOSED);
  }

  static Repair declined(Finding finding, List<String> change) {
    return of(finding, change, State.DECLINED);
  }

  static Repair mended(Finding finding, List<String> change, Optional<Path> kept) {
    return new Repair(finding.check().id(), change, State.MENDED, kept, Optional.empty());
  }

  static Repair failed(Finding finding, List<String> change, String why) {
    return new Repair(
        finding.check().id(), change, State.FAILED, Optional.empty(), Optional.of(why));
  }

  private static Repair of(Finding finding, List<String> change, State state) {
    return new Repair(finding.check().id(), change, state, Optional.empty(), Optional.empty());
  }
}
