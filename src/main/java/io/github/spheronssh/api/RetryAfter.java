package io.github.spheronssh.api;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads when the service wants to be asked again. */
final class RetryAfter {
  /** Longer than anything sensible; it keeps sums of times from overflowing. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * The time that the answer asks for: the header (RFC 9110, section 10.2.3), else the body's
   * {@code retryAfter} in seconds or as an instant, at the top or within {@code error}; the header
   * first, since the documentation of the body names no unit.
   */
  static Optional<Duration> of(Outcome.Answer answer, Instant now) {
    return answer.retryAfter().flatMap(text -> parse(text, now)).or(() -> inBody(answer, now));
  }

  private static Optional<Duration> inBody(Outcome.Answer answer, Instant now) {
    try {
      JsonValue body = Json.parse(answer.body());
      return body.field("retryAfter")
          .or(() -> body.field("error").flatMap(error -> error.field("retryAfter")))
          .or(() -> body.field("details").flatMap(details -> details.field("retryAfter")))
          .flatMap(JsonValue::text)
          .flatMap(text -> parse(text, now));
    } catch (JsonException e) {
      return Optional.empty(); // a body that says nothing, as an error's body may
    }
  }

  private static Optional<Duration> parse(String text, Instant now) {
    String value = text.strip();
    if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return Optional.of(
          within(Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000))));
    }
    return date(value).map(instant -> within(Duration.between(now, instant)));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          text.endsWith("Z")
              ? Instant.parse(text)
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // neither seconds nor a date: as if it weren't there
    }
  }

  private static Duration within(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}
