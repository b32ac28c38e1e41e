package io.github.spheronssh.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A server that does one thing to whoever connects, and then lets them wait. */
final class BadServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final CountDownLatch over = new CountDownLatch(1);

  /** What the server does. */
  interface Deed {
    void to(Socket client) throws Exception;
  }

  BadServer(Deed deed) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket client = socket.accept()) {
                deed.to(client);
                over.await();
              } catch (Exception e) {
                // The client left, or the test is over.
              }
            });
  }

  /** A server that says this, and then nothing. */
  static BadServer saying(byte[] bytes) throws IOException {
    return new BadServer(client -> client.getOutputStream().write(bytes));
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    socket.close();
  }
}
