package io.github.spheronssh.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the other side of a tunnel sent and nobody took yet. It is bounded by the window that the
 * other side was given, which grows again only as bytes are taken (RFC 4254, 5.2). After the
 * tunnel's end it can still be read to its own.
 */
final class TunnelInput extends InputStream {
  private static final int BLOCK = 4096;

  private final Taken taken;
  private final Deque<Block> waiting = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;

  /** Is told how many bytes were taken. */
  interface Taken {
    void taken(int count) throws IOException;
  }

  TunnelInput(Taken taken) {
    this.taken = taken;
  }

  /** Takes a copy of the bytes, without waiting; small pieces share a block. */
  synchronized void add(byte[] bytes, int offset, int count) {
    if (closed) {
      return;
    }
    Block last = waiting.peekLast();
    if (last == null || last.bytes.length - last.end < count) {
      last = new Block(new byte[Math.max(count, BLOCK)]);
      waiting.addLast(last);
    }
    System.arraycopy(bytes, offset, last.bytes, last.end, count);
    last.end += count;
    notifyAll();
  }

  /** Nothing more comes. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int part;
    synchronized (this) {
      Block first = first();
      if (first == null) {
        return -1;
      }
      part = Math.min(count, first.end - first.start);
      System.arraycopy(first.bytes, first.start, bytes, offset, part);
      first.start += part;
      if (first.start == first.end) {
        waiting.removeFirst();
      }
    }
    taken.taken(part);
    return part;
  }

  @Override
  public synchronized int available() {
    return waiting.stream().mapToInt(block -> block.end - block.start).sum();
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    long sum = 0;
    for (Block block = take(); block != null; block = take()) {
      int count = block.end - block.start;
      out.write(block.bytes, block.start, count);
      if (available() == 0) {
        out.flush();
      }
      taken.taken(count);
      sum += count;
    }
    return sum;
  }

  private synchronized @Nullable Block take() throws IOException {
    Block first = first();
    if (first != null) {
      waiting.removeFirst();
    }
    return first;
  }

  /** Waits for the first block that has bytes; null at the end. */
  private @Nullable Block first() throws IOException {
    try {
      while (waiting.isEmpty() && !ended && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the other side");
    }
    if (closed) {
      throw new EOFException("the tunnel is closed");
    }
    return waiting.peekFirst();
  }

  /** Drops what was not taken; a reader that waits is told. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }

  private static final class Block {
    private final byte[] bytes;
    private int start;
    private int end;

    private Block(byte[] bytes) {
      this.bytes = bytes;
    }
  }
}
