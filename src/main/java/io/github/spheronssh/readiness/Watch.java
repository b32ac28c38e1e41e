package io.github.spheronssh.readiness;

import java.time.Duration;

/** The time that passes while something is waited for. */
interface Watch {
  /** The real one. */
  Watch REAL =
      new Watch() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  /** A time that only differences make sense of. */
  long nanos();

  /** Lets the time pass. */
  void pause(Duration length) throws InterruptedException;
}
