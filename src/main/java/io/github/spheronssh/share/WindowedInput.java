package io.github.spheronssh.share;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** A stream from the other side; what waits here to be read is bounded by a window. */
final class WindowedInput extends InputStream {
  private final Taken taken;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int first; // how many bytes of the first block are read
  private int count;
  private boolean ended;
  private boolean broken;

  /** Is told how many bytes were read. */
  interface Taken {
    void tell(int count) throws IOException;
  }

  WindowedInput(Taken taken) {
    this.taken = taken;
  }

  /** Takes what came; the array is this stream's from now on. */
  synchronized void add(byte[] bytes) throws IOException {
    if (bytes.length > Window.SIZE - count) {
      throw new IOException("the other side sends more than it was given room for");
    }
    if (bytes.length > 0) {
      waiting.addLast(bytes);
      count += bytes.length;
      notifyAll();
    }
  }

  /** Nothing more comes. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more comes, though it should. */
  synchronized void fail() {
    broken = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = next(into, offset, length);
    if (read > 0) {
      taken.tell(read);
    }
    return read;
  }

  private synchronized int next(byte[] into, int offset, int length) throws IOException {
    while (waiting.isEmpty() && !ended && !broken) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    if (broken) {
      throw new IOException("the other side is gone");
    }
    if (waiting.isEmpty()) {
      return -1;
    }
    byte[] block = Objects.requireNonNull(waiting.peekFirst());
    int part = Math.min(length, block.length - first);
    System.arraycopy(block, first, into, offset, part);
    first += part;
    count -= part;
    if (first == block.length) {
      waiting.removeFirst();
      first = 0;
    }
    return part;
  }
}
