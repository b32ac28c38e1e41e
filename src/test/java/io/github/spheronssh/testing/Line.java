package io.github.spheronssh.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a server on 127.0.0.1, which fails at a byte that the server sends. Its threads are
 * none of the virtual ones, which the pipes of other test programs may all hold up.
 */
public final class Line implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int server;
  private volatile Fault fault = Fault.NONE;
  private volatile long at = Long.MAX_VALUE;

  /** Of the last caller; a line that is still ending counts for itself. */
  private volatile AtomicLong said = new AtomicLong();

  private volatile boolean turnsAway;

  /** What happens to a line. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It ends in both directions. */
    CUT,
    /** Nothing passes any more in either direction, and nothing tells. */
    FREEZE,
    /** One bit of that byte changes. */
    GARBLE,
    /** From there on bytes pass one at a time. */
    TRICKLE
  }

  public Line(int server) throws IOException {
    this.server = server;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** Where it is taken, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  /** From the next caller on, lines fail like this once the server has sent so many bytes. */
  public void fail(Fault kind, long afterBytes) {
    at = afterBytes;
    fault = kind;
  }

  /** From the next caller on, lines lead to another server on 127.0.0.1. */
  public void leadTo(int port) {
    server = port;
  }

  /** Ends all lines that are open, in both directions. */
  public void cut() throws IOException {
    for (Socket each : open) {
      each.close();
    }
  }

  /** From the next caller on, lines are ended as soon as they are taken, or no more. */
  public void turnAway(boolean all) {
    turnsAway = all;
  }

  /** How many bytes the server sent to the last caller. */
  public long said() {
    return said.get();
  }

  private void serve() {
    while (true) {
      try {
        Socket caller = socket.accept();
        if (turnsAway) {
          caller.close();
          continue;
        }
        Socket called = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        open.add(caller);
        open.add(called);
        var count = new AtomicLong();
        said = count;
        Thread.ofPlatform().daemon().start(() -> carry(caller, called, count, false));
        Thread.ofPlatform().daemon().start(() -> carry(called, caller, count, true));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void carry(Socket from, Socket to, AtomicLong passed, boolean counts) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (counts) {
          pass(bytes, count, out, passed);
        } else if (fault != Fault.FREEZE || passed.get() < at) {
          out.write(bytes, 0, count);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      hangUp(from, to);
    }
  }

  private void pass(byte[] bytes, int count, OutputStream out, AtomicLong passed)
      throws IOException {
    long before = passed.get();
    int sound = Math.clamp(at - before, 0, count);
    out.write(bytes, 0, sound);
    passed.set(before + count);
    if (sound == count) {
      return;
    }
    switch (fault) {
      case NONE -> out.write(bytes, sound, count - sound);
      case CUT -> throw new EOFException("cut");
      case FREEZE -> {}
      case GARBLE -> {
        if (before <= at) {
          bytes[sound] ^= 1;
        }
        out.write(bytes, sound, count - sound);
      }
      case TRICKLE -> {
        for (int i = sound; i < count; i++) {
          out.write(bytes, i, 1);
        }
      }
    }
  }

  private static void hangUp(Socket one, Socket other) {
    try {
      one.close();
      other.close();
    } catch (IOException e) {
      return; // it was closed before
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
