package io.github.spheronssh.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server on loopback that takes calls and says nothing; it knows who called and who left. */
public final class SilentServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Semaphore came = new Semaphore(0);
  private final Semaphore left = new Semaphore(0);

  /** A server at the port; 0 lets the kernel pick one. */
  public SilentServer(int port) throws IOException {
    socket = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  /** How many have called. */
  public int calls() {
    return came.availablePermits();
  }

  /** Waits until somebody has called. */
  public void awaitCaller() throws InterruptedException {
    await(came, "nobody called");
  }

  /** Waits until a caller has hung up. */
  public void awaitLeaver() throws InterruptedException {
    await(left, "nobody hung up");
  }

  private static void await(Semaphore event, String otherwise) throws InterruptedException {
    if (!event.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new AssertionError(otherwise);
    }
  }

  private void serve() {
    while (true) {
      try {
        Socket caller = socket.accept();
        came.release();
        Thread.ofVirtual().start(() -> hold(caller));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void hold(Socket caller) {
    try (caller) {
      caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return; // it went away without a word
    } finally {
      left.release();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
