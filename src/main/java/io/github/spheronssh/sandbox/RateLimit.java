package io.github.spheronssh.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** At most so many calls in any 15 minutes. */
final class RateLimit {
  /** The lower of the two numbers that the documentation gives. */
  static final int CALLS = 100;

  /** Deployments that a user may create. */
  static final int CREATES = 10;

  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final int most;
  private final InstantSource clock;
  private final Deque<Instant> taken = new ArrayDeque<>();

  RateLimit(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * Takes one call, or tells how long to wait, in whole seconds, for the next to be let through.
   */
  synchronized Optional<Duration> take() {
    Instant now = clock.instant();
    while (!taken.isEmpty() && !taken.getFirst().plus(WINDOW).isAfter(now)) {
      taken.removeFirst();
    }
    if (taken.size() < most) {
      taken.addLast(now);
      return Optional.empty();
    }
    Duration left = Duration.between(now, taken.getFirst().plus(WINDOW));
    return Optional.of(Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds()));
  }
}
