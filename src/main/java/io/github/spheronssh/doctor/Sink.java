package io.github.spheronssh.doctor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what a program says, and keeps the first of it. */
final class Sink extends OutputStream {
  private static final int KEPT = 4096;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CountDownLatch spoken = new CountDownLatch(1);
  private long count;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, KEPT - kept.size()));
    count += length;
    spoken.countDown();
  }

  /** Waits until something came; false where nothing did in time. */
  boolean awaitWord(Duration limit) throws InterruptedException {
    return spoken.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How many bytes came. */
  synchronized long count() {
    return count;
  }

  /** The first of them. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
