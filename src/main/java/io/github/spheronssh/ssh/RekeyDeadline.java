package io.github.spheronssh.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose server begins a new key exchange and doesn't end it in time; until then
 * nothing can be sent. ssh waits for ever.
 */
final class RekeyDeadline implements SessionListener {
  private final ScheduledExecutorService timer;
  private final Duration limit;
  private final Wire wire;
  private final StageClock clock;
  private @Nullable Future<?> end;

  RekeyDeadline(ScheduledExecutorService timer, Duration limit, Wire wire, StageClock clock) {
    this.timer = timer;
    this.limit = limit;
    this.wire = wire;
    this.clock = clock;
  }

  @Override
  public synchronized void sessionNegotiationStart(
      Session session, Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs) {
    stop();
    end = timer.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.KeyEstablished) {
      stop();
    }
  }

  @Override
  public void sessionClosed(Session session) {
    stop();
  }

  private synchronized void stop() {
    if (end != null) {
      end.cancel(false);
    }
  }

  private void end() {
    clock.fail(
        new IOException("the server did not exchange new keys within " + Limits.show(limit)));
    wire.close(true);
  }
}
