package io.github.spheronssh.ssh;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Asks a server that has been silent whether it is there (ServerAliveInterval). Unlike MINA's own
 * heartbeat it counts only silence, so that a slow line under load is not taken for a dead one.
 */
final class KeepAlive implements AutoCloseable {
  private static final String REQUEST = "keepalive@openssh.com";

  private final Session session;
  private final Wire wire;
  private final StageClock clock;
  private final Duration interval;
  private final int maximum;
  private final CountDownLatch over = new CountDownLatch(1);
  private int unanswered;
  private long lastAsked = System.nanoTime();

  private KeepAlive(Session session, Wire wire, StageClock clock, Duration interval, int maximum) {
    this.session = session;
    this.wire = wire;
    this.clock = clock;
    this.interval = interval;
    this.maximum = maximum;
  }

  static KeepAlive start(
      Session session, Wire wire, StageClock clock, Duration interval, int maximum) {
    KeepAlive keepAlive = new KeepAlive(session, wire, clock, interval, maximum);
    Thread.ofVirtual().name("ssh-alive").start(keepAlive::watch);
    return keepAlive;
  }

  private void watch() {
    try {
      while (!over.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (wire.lastRead() - lastAsked >= 0) {
      unanswered = 0;
    }
    if (now - wire.lastRead() < interval.toNanos()) {
      return;
    }
    if (unanswered >= maximum) {
      Duration silence = Duration.ofNanos(now - wire.lastRead()).truncatedTo(ChronoUnit.MILLIS);
      clock.fail(new IOException("the server has not answered for " + Limits.show(silence)));
      wire.close(true);
      return;
    }
    unanswered++;
    lastAsked = now;
    ask();
  }

  private void ask() {
    try {
      ask(session, () -> {});
    } catch (IOException e) {
      clock.fail(e);
      wire.close(true);
    }
  }

  /** Asks once, and tells when the server has answered: yes or no, either will do. */
  static void ask(Session session, Runnable answered) throws IOException {
    Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    buffer.putString(REQUEST);
    buffer.putBoolean(true);
    session.request(buffer, REQUEST, (_, _) -> answered.run());
  }

  @Override
  public void close() {
    over.countDown();
  }
}
