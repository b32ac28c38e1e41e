package io.github.spheronssh.ssh;

import java.time.Duration;
import org.apache.sshd.common.SshConstants;

/** Follows a server's messages, so that key exchanges are neither without end nor an ambush. */
final class ExchangeWatch {
  private static final int MOST_IN_A_ROW = 100;
  private static final Duration ROW = Duration.ofMinutes(1);

  /** Answers to what is asked during an exchange wait in memory for its end (RFC 4253, 7.1). */
  private static final int MOST_MEANWHILE = 10_000;

  private boolean running;
  private int meanwhile;
  private int inARow;
  private long rowBegan;

  /** A message of this number came. */
  void met(int message) throws SshException {
    switch (message) {
      case SshConstants.SSH_MSG_KEXINIT -> begin();
      case SshConstants.SSH_MSG_NEWKEYS -> running = false;
      default -> {
        if (message >= SshConstants.SSH_MSG_GLOBAL_REQUEST) {
          other();
        }
      }
    }
  }

  private void begin() throws SshException {
    running = true;
    meanwhile = 0;
    long now = System.nanoTime();
    if (inARow == 0 || now - rowBegan > ROW.toNanos()) {
      inARow = 0;
      rowBegan = now;
    }
    if (++inARow > MOST_IN_A_ROW) {
      throw new SshException(Layer.SESSION, "the server exchanges keys without end", null);
    }
  }

  private void other() throws SshException {
    if (!running) {
      inARow = 0;
    } else if (++meanwhile > MOST_MEANWHILE) {
      throw new SshException(
          Layer.SESSION, "the server goes on talking while keys are exchanged", null);
    }
  }
}
