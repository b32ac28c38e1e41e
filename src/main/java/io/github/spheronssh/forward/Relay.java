package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Tunnel;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Joins an end of this machine to a tunnel. What waits for a slow reader is bounded on both sides;
 * the end of one way is passed on and leaves the other open.
 */
final class Relay {
  private final End end;
  private final Tunnel tunnel;
  private final CountDownLatch over = new CountDownLatch(1);

  private Relay(End end, Tunnel tunnel) {
    this.end = end;
    this.tunnel = tunnel;
  }

  /** Carries both ways until both have ended or one has broken, and closes both. */
  static void join(End end, Tunnel tunnel) throws IOException {
    new Relay(end, tunnel).run();
  }

  private void run() throws IOException {
    tunnel.whenClosed(over::countDown);
    Thread.ofVirtual().name("forward-out").start(this::carryOut);
    try {
      tunnel.in().transferTo(end.out());
      if (tunnel.isOpen()) {
        end.endOutput();
        over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tunnel.close();
      end.close();
    }
  }

  /**
   * What breaks this way is the end, of which the other side is told, or the tunnel; what came out
   * of that is still written.
   */
  private void carryOut() {
    boolean sent = false;
    try {
      tunnel.send(end.in());
      sent = true;
    } catch (IOException e) {
      return; // both ends are closed, which is all that can be told
    } finally {
      if (!sent) {
        tunnel.close();
      }
      over.countDown();
    }
  }
}
