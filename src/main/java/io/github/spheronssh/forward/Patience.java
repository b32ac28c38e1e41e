package io.github.spheronssh.forward;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Limits how long somebody may take to say where they want to be connected to. */
final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Patience() {}

  /** Something that is waited for. */
  interface Step<T> {
    T take() throws IOException;
  }

  /** Takes the step, and closes the connection where that takes too long. */
  static <T> T during(Closeable connection, Step<T> step) throws IOException {
    return during(LIMIT, connection, step);
  }

  static <T> T during(Duration limit, Closeable connection, Step<T> step) throws IOException {
    ScheduledFuture<?> late =
        ForkJoinPool.commonPool()
            .schedule(
                () -> {
                  connection.close();
                  return null;
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      return step.take();
    } finally {
      late.cancel(false);
    }
  }
}
