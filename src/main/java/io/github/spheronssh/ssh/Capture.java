package io.github.spheronssh.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Keeps the first of what a command says, until that is enough or all. */
final class Capture extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int maximum;
  private final Predicate<String> enough;
  private boolean satisfied;
  private boolean complete;

  Capture(int maximum, Predicate<String> enough) {
    this.maximum = maximum;
    this.enough = enough;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) {
    kept.write(bytes, offset, Math.min(count, maximum - kept.size()));
    satisfied = satisfied || kept.size() >= maximum || enough.test(text());
    notifyAll();
  }

  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Waits for the end, for enough or for the limit; true where it was the end. */
  synchronized boolean await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!complete && !satisfied) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return complete;
  }
}
