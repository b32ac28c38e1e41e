package io.github.spheronssh.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A line to a server on 127.0.0.1 that carries what it carries badly. */
final class BadLine implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  /** More than one message of a key exchange or of a login has. */
  private static final int LARGE = 8 * 1024;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int server;
  private final Way there;
  private final Way back;

  private BadLine(int server, Way there, Way back) throws IOException {
    this.server = server;
    this.there = there;
    this.back = back;
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * What becomes of the bytes that came at once; false where none of them, nor of any later, goes
   * on.
   */
  private interface Way {
    boolean passes(int count);
  }

  /** One that carries so many bytes a second each way. */
  static BadLine slow(int server, int rate) throws IOException {
    Way slowly = count -> after(1_000_000_000L * count / rate);
    return new BadLine(server, slowly, slowly);
  }

  /** One that takes a quarter of a second each way. */
  static BadLine late(int server) throws IOException {
    Way late = _ -> after(260_000_000);
    return new BadLine(server, late, late);
  }

  /** One on which large packets vanish, to the server or from it, and with them what is behind. */
  static BadLine narrow(int server, boolean there) throws IOException {
    Way narrow = count -> count < LARGE;
    Way wide = _ -> true;
    return there ? new BadLine(server, narrow, wide) : new BadLine(server, wide, narrow);
  }

  private static boolean after(long nanos) {
    LockSupport.parkNanos(nanos);
    return true;
  }

  /** Where it is taken, on 127.0.0.1. */
  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (true) {
      try {
        Socket caller = socket.accept();
        Socket called = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        called.setTcpNoDelay(true);
        caller.setTcpNoDelay(true);
        open.add(caller);
        open.add(called);
        Thread.ofVirtual().start(() -> carry(caller, called, there));
        Thread.ofVirtual().start(() -> carry(called, caller, back));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private static void carry(Socket from, Socket to, Way way) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[CHUNK];
      boolean passes = true;
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        passes = passes && way.passes(count);
        if (passes) {
          out.write(bytes, 0, count);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
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
    open.forEach(BadLine::close);
  }
}
