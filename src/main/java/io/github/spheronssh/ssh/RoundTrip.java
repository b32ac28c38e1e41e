package io.github.spheronssh.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.session.helpers.AbstractSession;

/** The way to the server and back, of a question that asks nothing. */
final class RoundTrip {
  private RoundTrip() {}

  /**
   * Asks, behind messages of these sizes that the server passes over (RFC 4253, 11.2).
   *
   * @return how long the answer took; absent where none came in time
   */
  static Optional<Duration> of(AbstractSession session, List<Integer> ballast, Duration limit)
      throws IOException, InterruptedException {
    var answered = new CompletableFuture<Long>();
    long start = System.nanoTime();
    for (int size : ballast) {
      session.sendIgnoreMessage(new byte[size]);
    }
    KeepAlive.ask(session, () -> answered.complete(System.nanoTime()));
    try {
      long end = answered.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.of(Duration.ofNanos(end - start));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}
