package io.github.spheronssh.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody sleeps, and remembers for how long. */
class TestPace implements Pace {
  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    sleeps.add(time);
    now = now.plus(time);
  }

  @Override
  public double chance() {
    return 0;
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
