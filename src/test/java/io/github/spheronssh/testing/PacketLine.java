package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a server on 127.0.0.1, which fails after a message that one side sends: the version
 * line is the first. It finds where messages end as long as the ciphers are AES in GCM, which leave
 * a packet's length in the clear (RFC 5647, 7.3).
 */
public final class PacketLine implements AutoCloseable {
  private static final int NEWKEYS = 21;
  private static final int TAG = 16;
  private static final int MOST = 1 << 20;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int server;
  private final Break where;
  private final int sound;
  private volatile Counts last = new Counts(true);

  /** Who sent a message. */
  public enum Side {
    SERVER,
    CLIENT
  }

  /**
   * Where each connection breaks.
   *
   * @param messages how many of that side's come through
   * @param freezes whether nothing tells of it; else both ends see the end
   */
  public record Break(Side side, int messages, boolean freezes) {
    /** Nowhere. */
    public static final Break NONE = new Break(Side.SERVER, Integer.MAX_VALUE, false);
  }

  public PacketLine(int server, Break where) throws IOException {
    this(server, where, 0);
  }

  /** A line of which the first connections are sound. */
  public PacketLine(int server, Break where, int sound) throws IOException {
    this.server = server;
    this.where = where;
    this.sound = sound;
    Thread.ofVirtual().start(this::serve);
  }

  /** Where it is taken, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  /** How many messages a side sent on the last connection, whose end is waited for. */
  public int sent(Side side) throws InterruptedException {
    assertTrue(last.ended.await(30, TimeUnit.SECONDS), "the connection ends");
    return last.of(side).get();
  }

  private void serve() {
    for (int number = 0; ; number++) {
      try {
        Socket caller = socket.accept();
        Socket called = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        caller.setTcpNoDelay(true);
        called.setTcpNoDelay(true);
        open.add(caller);
        open.add(called);
        var counts = new Counts(number < sound);
        last = counts;
        Thread.ofVirtual().start(() -> carry(caller, called, Side.CLIENT, counts));
        Thread.ofVirtual().start(() -> carry(called, caller, Side.SERVER, counts));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void carry(Socket from, Socket to, Side side, Counts counts) {
    try {
      var in = new DataInputStream(from.getInputStream());
      OutputStream out = to.getOutputStream();
      if (breaks(counts, side)) {
        fail(counts);
      }
      pass(versionLine(in), out, side, counts);
      boolean sealed = false;
      while (true) {
        byte[] packet = packet(in, sealed ? TAG : 0);
        sealed |= packet[5] == NEWKEYS && !sealed;
        pass(packet, out, side, counts);
      }
    } catch (IOException e) {
      if (!counts.frozen) {
        close(from);
        close(to);
      }
    } finally {
      counts.ended.countDown();
    }
  }

  private static byte[] versionLine(InputStream in) throws IOException {
    var line = ByteBuffer.allocate(8192);
    int next;
    do {
      next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      line.put((byte) next);
    } while (next != '\n');
    return Arrays.copyOf(line.array(), line.position());
  }

  private static byte[] packet(DataInputStream in, int tag) throws IOException {
    int length = in.readInt();
    if (length < 1 || length > MOST) {
      throw new IOException("no packet has " + length + " bytes");
    }
    byte[] packet = new byte[4 + length + tag];
    ByteBuffer.wrap(packet).putInt(length);
    in.readFully(packet, 4, length + tag);
    return packet;
  }

  private void pass(byte[] message, OutputStream out, Side side, Counts counts) throws IOException {
    if (counts.frozen) {
      return;
    }
    out.write(message);
    counts.of(side).incrementAndGet();
    if (breaks(counts, side)) {
      fail(counts);
    }
  }

  private boolean breaks(Counts counts, Side side) {
    return !counts.sound && side == where.side && counts.of(side).get() == where.messages;
  }

  private void fail(Counts counts) throws IOException {
    if (!where.freezes) {
      throw new EOFException("cut");
    }
    counts.frozen = true;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it was closed before
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    open.forEach(PacketLine::close);
  }

  /** What went over one connection. */
  private static final class Counts {
    private final AtomicInteger server = new AtomicInteger();
    private final AtomicInteger client = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(2);
    private final boolean sound;
    private volatile boolean frozen;

    private Counts(boolean sound) {
      this.sound = sound;
    }

    AtomicInteger of(Side side) {
      return side == Side.SERVER ? server : client;
    }
  }
}
