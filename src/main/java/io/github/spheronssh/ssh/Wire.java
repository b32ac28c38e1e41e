package io.github.spheronssh.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * MINA's idea of a connection over a link that is already there: one thread reads, one writes.
 * Unlike MINA's own, it needs no pool that has to be shut down, and it sees the server's first
 * bytes before MINA makes anything of them.
 */
final class Wire extends AbstractCloseable implements IoSession {
  /** What MINA is told where a carrier made the connection; nothing goes by it. */
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("carried", 0);

  private static final int READ_SIZE = 64 * 1024;

  /** A server that asks for this much in answers and reads none of them is an attack. */
  private static final long MAXIMUM_UNREAD = 64L * 1024 * 1024;

  private final Link link;
  private final IoHandler handler;
  private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
  private final Deque<Write> writes = new ArrayDeque<>();
  private final VersionLine versionLine = new VersionLine();
  private long unwritten;
  private volatile boolean versionKnown;
  private volatile long lastRead = System.nanoTime();

  Wire(Link link, IoHandler handler) {
    this.link = link;
    this.handler = handler;
  }

  /** What the server said before its version. */
  VersionLine versionLine() {
    return versionLine;
  }

  /** When the server said something last, on the clock of {@link System#nanoTime}. */
  long lastRead() {
    return lastRead;
  }

  /** Begins the session; what is created then is used before the handler is told what comes. */
  void start(Runnable created) throws Exception {
    handler.sessionCreated(this);
    created.run();
    Thread.ofPlatform().daemon().name("ssh-write").start(this::writeAll);
    Thread.ofPlatform().daemon().name("ssh-read").start(this::readAll);
  }

  private void readAll() {
    byte[] bytes = new byte[READ_SIZE];
    try {
      InputStream in = link.in();
      while (true) {
        int count = in.read(bytes);
        if (count < 0) {
          throw new EOFException("the server closed the connection");
        }
        lastRead = System.nanoTime();
        versionKnown = versionKnown || versionLine.add(bytes, count);
        handler.messageReceived(this, Readable.readable(ByteBuffer.wrap(bytes, 0, count)));
      }
    } catch (IOException e) {
      end(versionKnown ? e : versionLine.ended(e));
    } catch (Exception e) {
      end(e);
    }
  }

  private void writeAll() {
    try {
      OutputStream out = link.out();
      while (true) {
        Write write = next();
        if (write == null) {
          return;
        }
        Buffer buffer = write.buffer;
        out.write(buffer.array(), buffer.rpos(), buffer.available());
        out.flush();
        written(write);
        write.setValue(true);
      }
    } catch (IOException e) {
      if (versionKnown) {
        end(e);
      } // else what the server did, and maybe said, is the reader's to tell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Write next() throws InterruptedException {
    synchronized (writes) {
      while (writes.isEmpty()) {
        if (isClosed()) {
          return null;
        }
        writes.wait();
      }
      return writes.getFirst();
    }
  }

  private void written(Write write) {
    synchronized (writes) {
      writes.remove(write);
      unwritten -= write.size;
    }
  }

  private void end(Exception cause) {
    if (!isClosing()) {
      try {
        handler.exceptionCaught(this, cause);
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
    close(true);
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
    Write write = new Write(buffer);
    synchronized (writes) {
      if (isClosed()) {
        write.setValue(new EOFException("the connection is closed"));
        return write;
      }
      unwritten += write.size;
      if (unwritten > MAXIMUM_UNREAD) {
        throw new IOException("the server does not read what it asks for");
      }
      writes.addLast(write);
      writes.notifyAll();
    }
    return write;
  }

  @Override
  protected CloseFuture doCloseGracefully() {
    Write last;
    synchronized (writes) {
      last = writes.peekLast();
    }
    return builder().when(last).build().close(false);
  }

  @Override
  protected void doCloseImmediately() {
    super.doCloseImmediately();
    Deque<Write> unsent;
    synchronized (writes) {
      unsent = new ArrayDeque<>(writes);
      writes.clear();
      writes.notifyAll();
    }
    unsent.forEach(write -> write.setValue(new EOFException("the connection is closed")));
    try {
      link.close();
      handler.sessionClosed(this);
    } catch (Exception e) {
      log.debug("closing {}", this, e);
    }
  }

  @Override
  public long getId() {
    return 1;
  }

  @Override
  public @Nullable SocketAddress getAcceptanceAddress() {
    return null;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return link.peer().orElse(NOWHERE);
  }

  @Override
  public SocketAddress getLocalAddress() {
    return NOWHERE;
  }

  @Override
  public @Nullable Object getAttribute(Object key) {
    return attributes.get(key);
  }

  @Override
  public @Nullable Object setAttribute(Object key, Object value) {
    return attributes.put(key, value);
  }

  @Override
  public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
    return attributes.putIfAbsent(key, value);
  }

  @Override
  public @Nullable Object removeAttribute(Object key) {
    return attributes.remove(key);
  }

  @Override
  public IoService getService() {
    throw new UnsupportedOperationException("a single connection belongs to no service");
  }

  @Override
  public void shutdownOutputStream() {
    throw new UnsupportedOperationException("only forwarding does, and it has its own sockets");
  }

  @Override
  public void suspendRead() {
    throw new UnsupportedOperationException("only forwarding suspends, and it has its own sockets");
  }

  @Override
  public void resumeRead() {
    throw new UnsupportedOperationException("only forwarding resumes, and it has its own sockets");
  }

  /** Bytes on their way to the socket. */
  private static final class Write extends AbstractIoWriteFuture {
    private final Buffer buffer;
    private final int size;

    private Write(Buffer buffer) {
      super("write", null);
      this.buffer = buffer;
      this.size = buffer.available();
    }
  }
}
