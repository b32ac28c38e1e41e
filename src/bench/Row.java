import java.util.List;

/**
 * One thing that is measured.
 *
 * @param name how it is asked for
 * @param work what is measured, in words
 * @param isLong whether it is measured only where it is asked for
 */
record Row(String name, String work, boolean isLong, Measurement measure) {

  static Row of(String name, String work, Measurement measure) {
    return new Row(name, work, false, measure);
  }

  /** How it is measured; it may come to more than one result. */
  @FunctionalInterface
  interface Measurement {
    List<Result> in(Lab lab) throws Exception;
  }
}
