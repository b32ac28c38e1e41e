package io.github.spheronssh.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** The clock, the waiting and the chance that the retry rules need; tests bring their own. */
interface Pace {
  /** The real ones. */
  Pace REAL =
      new Pace() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }

        @Override
        public double chance() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  Instant now();

  void sleep(Duration time) throws InterruptedException;

  /** A random number from 0 to 1. */
  double chance();
}
