package io.github.spheronssh.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Connections, one after the other, each of which has to bring back what was sent. */
final class Traffic {
  private static final int LARGEST = 1 << 20;
  private static final int PATIENCE_MILLIS = 60_000;

  private final AtomicLong bytes = new AtomicLong();
  private final long end;

  Traffic(long end) {
    this.end = end;
  }

  /** How many bytes went each way so far. */
  long bytes() {
    return bytes.get();
  }

  /** Makes connections until the end, and tells how many. */
  int over(Proxy proxy, int port) throws IOException {
    var random = new Random();
    int connections = 0;
    for (; System.nanoTime() < end; connections++) {
      byte[] sent = new byte[random.nextInt(LARGEST)];
      random.nextBytes(sent);
      try (var socket = new Socket(proxy)) {
        socket.connect(at(port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        var sending =
            CompletableFuture.runAsync(() -> send(socket, sent), Thread::startVirtualThread);
        assertArrayEquals(sent, socket.getInputStream().readAllBytes(), "something was lost");
        sending.join();
      }
      bytes.addAndGet(sent.length);
    }
    return connections;
  }

  private static void send(Socket socket, byte[] sent) {
    try {
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  /** Whether something listens there. */
  static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(at(port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
