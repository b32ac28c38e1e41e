package io.github.spheronssh.readiness;

import java.time.Duration;

/**
 * How long is waited, and how often looked.
 *
 * @param limit the time after which it is given up
 * @param poll the pause between two questions to the service
 * @param probe the pause between two tries to log in; it doubles with each
 * @param longest what it doubles up to
 * @param grace how long a machine may refuse the key: its first boot puts the key there
 */
public record Patience(
    Duration limit, Duration poll, Duration probe, Duration longest, Duration grace) {

  /** One that tries at an even pace. */
  Patience(Duration limit, Duration poll, Duration probe, Duration grace) {
    this(limit, poll, probe, probe, grace);
  }

  /** What the service asks for: 15 s between questions. Its limit is 100 in 15 minutes. */
  public static Patience withService(Duration limit) {
    return new Patience(
        limit, Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  /** For a service on this machine, which nobody shares. */
  public static Patience withSandbox(Duration limit) {
    return new Patience(
        limit, Duration.ofMillis(300), Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  /** The same for a machine that may be away for long: pauses double, up to half a minute. */
  public Patience untilBack() {
    return new Patience(limit, poll, probe, probe.multipliedBy(30), grace);
  }

  /**
   * The pause after a number of tries, at least 1. One that doubles is shortened by chance, to its
   * half at most, so that those who were cut off together don't all come back together.
   *
   * @param chance from 0 to 1
   */
  Duration pause(int tries, double chance) {
    if (longest.compareTo(probe) <= 0) {
      return probe;
    }
    Duration doubled = probe.multipliedBy(1L << Math.min(tries - 1, 30));
    Duration whole = doubled.compareTo(longest) < 0 ? doubled : longest;
    return whole.minusNanos((long) (whole.toNanos() * chance / 2));
  }
}
