package io.github.spheronssh.readiness;

import java.time.Duration;

/**
 * How long is waited, and how often looked.
 *
 * @param limit the time after which it is given up
 * @param poll the pause between two questions to the service
 * @param probe the pause between two tries to log in
 * @param grace how long a new machine may refuse the key: its first boot puts the key there
 */
public record Patience(Duration limit, Duration poll, Duration probe, Duration grace) {
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
}
