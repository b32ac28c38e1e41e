package io.github.spheronssh.ssh;

import java.time.Duration;
import org.apache.sshd.common.channel.Channel;

/** A channel that may be closed because it carries nothing. */
interface IdleChannel extends Channel {
  /** What it is for, in the words of ChannelTimeout, such as {@code direct-tcpip}. */
  String kind();

  /** When it carried something last, on the clock of {@link System#nanoTime}. */
  long lastActive();

  /** Closes it since it carried nothing for so long. */
  default void expire(Duration idle) {
    close(false);
  }
}
