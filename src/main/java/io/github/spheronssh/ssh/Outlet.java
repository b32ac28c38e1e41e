package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the server sends to a stream that may be slow. What waits here is bounded by the
 * window that the server was given, which grows again only as the stream takes it (RFC 4254, 5.2).
 */
public final class Outlet {
  private static final int BLOCK = 4096;

  private final OutputStream out;
  private final Drain drain;
  private final Deque<Block> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean ended;
  private boolean listens = true;
  private boolean broken;

  /** Is told how far the stream has come. */
  public interface Drain {
    /** The stream took this many bytes. */
    void taken(int count) throws IOException;

    /** The stream takes no more. */
    void broke();
  }

  /** One that carries nothing yet, on a thread of this name. */
  public Outlet(String name, OutputStream out, Drain drain) {
    this.out = out;
    this.drain = drain;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::carry);
  }

  /** Begins to carry. */
  public void start() {
    thread.start();
  }

  /**
   * Takes a copy of the bytes; small pieces share a block, so that they cost no more than large.
   */
  public void add(byte[] bytes, int offset, int count) {
    synchronized (waiting) {
      Block last = waiting.peekLast();
      if (last == null || last.room() < count) {
        last = new Block(Math.max(count, BLOCK));
        waiting.addLast(last);
      }
      last.append(bytes, offset, count);
      waiting.notifyAll();
    }
  }

  /** Tells that nothing more comes, and waits until the stream has taken all. */
  public void finish() throws InterruptedException {
    synchronized (waiting) {
      ended = true;
      waiting.notifyAll();
    }
    thread.join();
  }

  private void carry() {
    try {
      for (Block block = next(); block != null; block = next()) {
        write(block);
        tell(block.count);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A connection that is gone takes no window any more; what it sent before is written all the
   * same.
   */
  private void tell(int count) {
    if (listens) {
      try {
        drain.taken(count);
      } catch (IOException e) {
        listens = false;
      }
    }
  }

  private void write(Block block) {
    if (broken) {
      return;
    }
    try {
      out.write(block.bytes, 0, block.count);
      if (isEmpty()) {
        out.flush();
      }
    } catch (IOException e) {
      broken = true;
      drain.broke();
    }
  }

  private boolean isEmpty() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  private @Nullable Block next() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        if (ended) {
          return null;
        }
        waiting.wait();
      }
      return waiting.removeFirst();
    }
  }

  private static final class Block {
    private final byte[] bytes;
    private int count;

    private Block(int size) {
      bytes = new byte[size];
    }

    private int room() {
      return bytes.length - count;
    }

    private void append(byte[] from, int offset, int length) {
      System.arraycopy(from, offset, bytes, count, length);
      count += length;
    }
  }
}
