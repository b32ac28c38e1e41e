package io.github.spheronssh.terminal;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells that time goes by. */
interface Ticker {
  /** Ticks by the wall clock, on a daemon thread of its own. */
  Ticker REAL =
      (period, onTick) -> {
        var ticking = new Ticking(period, onTick);
        Thread.ofPlatform().daemon().name("progress").start(ticking);
        return ticking;
      };

  /** Calls, from time to time, with what has gone by since the start, until it is stopped. */
  Stop start(Duration period, Consumer<Duration> onTick);

  /** Ends the ticks: none comes after it. */
  interface Stop {
    void stop();
  }

  /** One thread's ticks. */
  final class Ticking implements Runnable, Stop {
    private final Duration period;
    private final Consumer<Duration> onTick;
    private boolean stopped;

    private Ticking(Duration period, Consumer<Duration> onTick) {
      this.period = period;
      this.onTick = onTick;
    }

    @Override
    public synchronized void run() {
      long start = System.nanoTime();
      long next = start;
      while (!stopped) {
        next += period.toNanos();
        try {
          for (long left = next - System.nanoTime();
              left > 0 && !stopped;
              left = next - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
          }
        } catch (InterruptedException e) {
          return; // nobody interrupts it but to end it
        }
        if (!stopped) {
          onTick.accept(Duration.ofNanos(System.nanoTime() - start));
        }
      }
    }

    @Override
    public synchronized void stop() {
      stopped = true;
      notifyAll();
    }
  }
}
