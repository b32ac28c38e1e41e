package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final RateLimit limit = new RateLimit(2, now::get);

  @Test
  void aCallIsLetThroughAgainWhenTheFirstIsFifteenMinutesOld() {
    assertEquals(Optional.empty(), limit.take());
    after(Duration.ofMinutes(5));
    assertEquals(Optional.empty(), limit.take());
    after(Duration.ofMillis(500));
    assertEquals(Optional.of(Duration.ofMinutes(10)), limit.take());
    after(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), limit.take());
    assertEquals(Optional.of(Duration.ofMinutes(5)), limit.take());
  }

  private void after(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
