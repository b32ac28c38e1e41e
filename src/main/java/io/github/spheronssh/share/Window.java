package io.github.spheronssh.share;

import java.io.IOException;
import java.io.InterruptedIOException;

/** How many bytes of one stream the other side still takes. */
final class Window {
  /** How many it takes before it has said anything. */
  static final int SIZE = 512 * 1024;

  private int left = SIZE;
  private boolean closed;

  /** Waits until there is room, and takes some of it, at most this much. */
  synchronized int take(int wanted) throws IOException {
    while (left == 0 && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    if (closed) {
      throw new IOException("the other side is gone");
    }
    int taken = Math.min(left, wanted);
    left -= taken;
    return taken;
  }

  /** The other side took some. */
  synchronized void give(int count) throws IOException {
    if (count > SIZE - left) {
      throw new IOException("the other side says that it took more than it was sent");
    }
    left += count;
    notifyAll();
  }

  /** Nothing can be sent any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
