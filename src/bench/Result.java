/**
 * What was measured, and what it should have been.
 *
 * @param value in the target's unit
 * @param limit the target's number
 * @param atMost whether the value may not be above the limit; else it may not be below
 * @param unit of both; {@code "×"} for a ratio
 * @param details the values behind it
 */
record Result(
    String work, double value, double limit, boolean atMost, String unit, String details) {

  static Result atMost(String work, double value, double limit, String unit, String details) {
    return new Result(work, value, limit, true, unit, details);
  }

  static Result atLeast(String work, double value, double limit, String unit, String details) {
    return new Result(work, value, limit, false, unit, details);
  }

  boolean met() {
    return atMost ? value <= limit : value >= limit;
  }

  String target() {
    return "%s %s %s".formatted(atMost ? "≤" : "≥", number(limit), unit);
  }

  String measured() {
    return "%s %s (%s)".formatted(number(value), unit, details);
  }

  private static String number(double value) {
    return value >= 10 ? "%.0f".formatted(value) : "%.2f".formatted(value);
  }
}
