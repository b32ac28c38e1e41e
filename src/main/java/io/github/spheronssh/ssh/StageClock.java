package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection has got to, and the time that its stage has left. The clock stands still while
 * a person is asked.
 */
final class StageClock {
  private Layer reached = Layer.BANNER;
  private @Nullable Throwable failure;
  private int questions;
  private long stoppedAt;
  private long stopped;

  /** Something that waits for a person, who may take their time. */
  @FunctionalInterface
  interface Question<T, E extends Exception> {
    T ask() throws E;
  }

  /** The stage that is being worked on. */
  synchronized Layer layer() {
    return reached;
  }

  /** How long it has stood still so far. */
  synchronized Duration stopped() {
    return Duration.ofNanos(stopped + (questions > 0 ? System.nanoTime() - stoppedAt : 0));
  }

  /** Tells that all before this stage is done; what failed stays in the stage that it failed in. */
  synchronized void reach(Layer layer) {
    if (failure == null && layer.compareTo(reached) > 0) {
      reached = layer;
      notifyAll();
    }
  }

  /** Tells that it went wrong; the first cause counts. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      notifyAll();
    }
  }

  /** Waits until something goes wrong; the end of a connection counts as that. */
  synchronized void awaitFailure() throws InterruptedException {
    while (failure == null) {
      wait();
    }
  }

  /** What went wrong. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** Asks while the clock stands still; a question that ends in an error ends the connection. */
  <T> T ask(Question<T, SpheronSshException> question) throws SpheronSshException {
    try {
      return unhurried(question);
    } catch (SpheronSshException e) {
      fail(e);
      throw e;
    }
  }

  /** Waits for something while the clock stands still. */
  <T, E extends Exception> T unhurried(Question<T, E> question) throws E {
    stop();
    try {
      return question.ask();
    } finally {
      go();
    }
  }

  private synchronized void stop() {
    if (questions++ == 0) {
      stoppedAt = System.nanoTime();
    }
  }

  private synchronized void go() {
    if (--questions == 0) {
      stopped += System.nanoTime() - stoppedAt;
      notifyAll();
    }
  }

  /**
   * Waits until a stage is reached or something went wrong.
   *
   * @return false where neither happened within the limit
   */
  synchronized boolean await(Layer layer, Duration limit) throws InterruptedException {
    long start = System.nanoTime() - stopped;
    while (failure == null && reached.compareTo(layer) < 0) {
      if (questions > 0) {
        wait();
        continue;
      }
      long left = limit.toNanos() - (System.nanoTime() - stopped - start);
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}
