package io.github.spheronssh.ssh;

import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;

/** Follows the key exchanges, so that a server's are neither without end nor an ambush. */
final class ExchangeWatch {
  private static final int MOST_IN_A_ROW = 100;
  private static final Duration ROW = Duration.ofMinutes(1);

  /** Answers to what is asked during an exchange wait in memory for its end (RFC 4253, 7.1). */
  private static final int MOST_MEANWHILE = 10_000;

  private Optional<RekeyDeadline> deadline = Optional.empty();
  private boolean asked;
  private boolean running;
  private int meanwhile;
  private int inARow;
  private long rowBegan;

  /** From here on an exchange has to end in time. */
  synchronized void limit(RekeyDeadline limit) {
    deadline = Optional.of(limit);
  }

  /** Our own part of an exchange goes out, be it first or in answer. */
  synchronized void asks() {
    if (!running) {
      asked = true;
      meanwhile = 0;
      deadline.ifPresent(RekeyDeadline::asked);
    }
  }

  /** A message of this number came. */
  synchronized void met(int message) throws SshException {
    switch (message) {
      case SshConstants.SSH_MSG_KEXINIT -> begin();
      case SshConstants.SSH_MSG_NEWKEYS -> end();
      default -> {
        if (message >= SshConstants.SSH_MSG_GLOBAL_REQUEST) {
          other(message);
        }
      }
    }
  }

  private void begin() throws SshException {
    running = true;
    asked = false;
    meanwhile = 0;
    deadline.ifPresent(RekeyDeadline::begun);
    long now = System.nanoTime();
    if (inARow == 0 || now - rowBegan > ROW.toNanos()) {
      inARow = 0;
      rowBegan = now;
    }
    if (++inARow > MOST_IN_A_ROW) {
      throw new SshException(Layer.SESSION, "the server exchanges keys without end", null);
    }
  }

  private void end() {
    running = false;
    deadline.ifPresent(RekeyDeadline::over);
  }

  private void other(int message) throws SshException {
    if (!running) {
      inARow = 0;
    }
    if ((running || (asked && !isUnderWay(message))) && ++meanwhile > MOST_MEANWHILE) {
      throw new SshException(
          Layer.SESSION, "the server goes on talking while keys are exchanged", null);
    }
  }

  /** What a server may have sent before it knew of our wish; the windows bound how much. */
  private static boolean isUnderWay(int message) {
    return switch (message) {
      case SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST,
          SshConstants.SSH_MSG_CHANNEL_DATA,
          SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA ->
          true;
      default -> false;
    };
  }
}
