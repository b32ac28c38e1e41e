package io.github.spheronssh.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what comes. */
final class Echo implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));

  Echo() throws IOException {
    Thread.startVirtualThread(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        Thread.startVirtualThread(() -> echo(caller));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void echo(Socket caller) {
    try (caller) {
      caller.getInputStream().transferTo(caller.getOutputStream());
      caller.shutdownOutput();
    } catch (IOException e) {
      return; // the caller misses what it sent, and says so
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
