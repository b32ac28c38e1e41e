package io.github.spheronssh.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that is none: it greets each caller with a text and hangs up, or hangs. */
public final class OddServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final CountDownLatch called = new CountDownLatch(1);
  private final Optional<String> greeting;

  private OddServer(Optional<String> greeting) throws IOException {
    this.greeting = greeting;
    Thread.ofVirtual().start(this::serve);
  }

  /** A server that says this and hangs up. */
  public static OddServer saying(String greeting) throws IOException {
    return new OddServer(Optional.of(greeting));
  }

  /** A server that takes calls and never says a word. */
  public static OddServer silent() throws IOException {
    return new OddServer(Optional.empty());
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Waits until somebody has called and said something. */
  public void awaitCaller() throws InterruptedException {
    if (!called.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody called");
    }
  }

  private void serve() {
    while (true) {
      try {
        Socket caller = socket.accept();
        Thread.ofVirtual().start(() -> answer(caller));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void answer(Socket caller) {
    try (caller) {
      if (greeting.isPresent()) {
        caller.getOutputStream().write(greeting.get().getBytes(StandardCharsets.US_ASCII));
        caller.shutdownOutput();
      }
      if (caller.getInputStream().read() >= 0) {
        called.countDown();
      }
      caller.getInputStream().skip(Long.MAX_VALUE);
    } catch (IOException e) {
      return; // the caller went away, as it may
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
