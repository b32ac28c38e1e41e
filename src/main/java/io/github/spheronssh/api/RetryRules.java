package io.github.spheronssh.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * Which calls are sent again, how often and after what time.
 *
 * <p>A GET is sent again after 429, 502, 503, 504 and a broken connection. Anything else is sent
 * again only where it is certain that the service did not act: the connection was refused, or the
 * answer was 429. No call is sent more often than the settings say, usually {@value #TRIES} times,
 * and no wait is longer than a minute.
 */
final class RetryRules {
  static final int TRIES = 3;
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Set<Integer> PASSING = Set.of(TOO_MANY_REQUESTS, 502, 503, 504);

  private final Exchange exchange;
  private final ApiWatcher watcher;
  private final Pace pace;
  private final int most;

  RetryRules(Exchange exchange, ApiWatcher watcher, Pace pace) {
    this(exchange, watcher, pace, TRIES);
  }

  RetryRules(Exchange exchange, ApiWatcher watcher, Pace pace, int most) {
    this.exchange = exchange;
    this.watcher = watcher;
    this.pace = pace;
    this.most = most;
  }

  /**
   * The answer to the call, whatever it says, unless the service fails.
   *
   * @throws ApiUnreachableException if no answer came, or the last one was 429 or 5xx
   */
  Outcome.Answer send(Call call) throws ApiUnreachableException {
    for (int tries = 1; ; tries++) {
      Outcome outcome = exchange.send(call);
      if (outcome instanceof Outcome.Answer answer && !isFailure(answer)) {
        return answer;
      }
      Duration wait = waitAfter(outcome, tries);
      boolean worthIt = maySendAgain(call, outcome) && wait.compareTo(LONGEST_WAIT) <= 0;
      if (!worthIt || tries >= most) {
        throw failure(call, outcome, tries);
      }
      watcher.waits(wait, reason(outcome));
      sleep(call, wait);
    }
  }

  private static boolean isFailure(Outcome.Answer answer) {
    return answer.status() == TOO_MANY_REQUESTS || answer.status() >= 500;
  }

  private static boolean maySendAgain(Call call, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer answer when call.isGet() -> PASSING.contains(answer.status());
      case Outcome.Answer answer -> answer.status() == TOO_MANY_REQUESTS;
      case Outcome.Broken broken -> {
        Breakage breakage = Breakage.of(broken.cause());
        yield breakage.passing() && (call.isGet() || !breakage.mayHaveActed());
      }
    };
  }

  /** What the service asks for, else 0.5 s, 1 s, … with up to half of it taken off by chance. */
  private Duration waitAfter(Outcome outcome, int tries) {
    Duration backoff = FIRST_WAIT.multipliedBy(1L << (tries - 1));
    Duration jittered = Duration.ofMillis((long) (backoff.toMillis() * (1 - pace.chance() / 2)));
    return askedFor(outcome).orElse(jittered);
  }

  private Optional<Duration> askedFor(Outcome outcome) {
    return outcome instanceof Outcome.Answer answer
        ? RetryAfter.of(answer, pace.now())
        : Optional.empty();
  }

  private void sleep(Call call, Duration wait) throws ApiUnreachableException {
    try {
      pace.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiUnreachableException(call.name() + ": interrupted", null, e, false);
    }
  }

  private ApiUnreachableException failure(Call call, Outcome outcome, int tries) {
    String times = tries == 1 ? "" : " (tried " + tries + " times)";
    return switch (outcome) {
      case Outcome.Broken broken -> {
        Breakage breakage = Breakage.of(broken.cause());
        yield new ApiUnreachableException(
            call.name() + ": " + breakage.words() + times,
            breakage.hint().orElse(null),
            broken.cause(),
            breakage.mayHaveActed());
      }
      case Outcome.Answer answer ->
          new ApiUnreachableException(
              call.name() + ": " + reason(answer) + times,
              comeBack(answer),
              null,
              answer.status() != TOO_MANY_REQUESTS);
    };
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Broken broken -> Breakage.of(broken.cause()).words();
      case Outcome.Answer answer when answer.status() == TOO_MANY_REQUESTS ->
          "the service limits the rate (" + answer.statusLine() + ")";
      case Outcome.Answer answer -> "the service fails (" + answer.statusLine() + ")";
    };
  }

  private String comeBack(Outcome.Answer answer) {
    Optional<Duration> asked = RetryAfter.of(answer, pace.now());
    if (asked.isEmpty()) {
      return "try again in a few minutes";
    }
    Instant when = pace.now().plus(asked.get()).truncatedTo(ChronoUnit.SECONDS);
    return "try again in %d s, at %s".formatted(asked.get().toSeconds(), when);
  }
}
