package io.github.spheronssh.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose server doesn't end a new key exchange in time; until then nothing can be
 * sent. ssh waits for ever.
 */
final class RekeyDeadline {
  /** What is under way in both directions goes before an answer to our wish, on slow lines too. */
  private static final int TIMES_TO_ANSWER = 10;

  private final ScheduledExecutorService timer;
  private final Duration limit;
  private final Wire wire;
  private final StageClock clock;
  private @Nullable Future<?> end;

  RekeyDeadline(ScheduledExecutorService timer, Duration limit, Wire wire, StageClock clock) {
    this.timer = timer;
    this.limit = limit;
    this.wire = wire;
    this.clock = clock;
  }

  /** We asked for new keys. */
  void asked() {
    schedule(limit.multipliedBy(TIMES_TO_ANSWER));
  }

  /** The server began, or answered. */
  void begun() {
    schedule(limit);
  }

  /** The new keys are in use. */
  synchronized void over() {
    if (end != null) {
      end.cancel(false);
    }
  }

  private synchronized void schedule(Duration most) {
    over();
    if (!timer.isShutdown()) {
      end = timer.schedule(() -> end(most), most.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end(Duration most) {
    clock.fail(new IOException("the server did not exchange new keys within " + Limits.show(most)));
    wire.close(true);
  }
}
