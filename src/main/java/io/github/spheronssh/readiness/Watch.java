package io.github.spheronssh.readiness;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

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
        public long wallMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public double chance() {
          return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
          Thread.sleep(length);
        }
      };

  /** A time that only differences make sense of; it stands still while the machine sleeps. */
  long nanos();

  /** The time of day, in milliseconds since 1970; somebody may set it. */
  long wallMillis();

  /** A number by chance, from 0 to 1. */
  double chance();

  /** Lets the time pass. */
  void pause(Duration length) throws InterruptedException;
}
