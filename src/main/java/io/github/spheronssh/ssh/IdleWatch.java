package io.github.spheronssh.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.Channel;

/** Closes the channels of a connection that carry nothing for longer than they may. */
final class IdleWatch {
  private final ChannelTimeouts timeouts;
  private final Supplier<Collection<Channel>> channels;
  private final Observer observer;
  private long latest = System.nanoTime();

  IdleWatch(ChannelTimeouts timeouts, Supplier<Collection<Channel>> channels, Observer observer) {
    this.timeouts = timeouts;
    this.channels = channels;
    this.observer = observer;
  }

  /** Looks once, at a time on the clock of {@link System#nanoTime}. */
  void look(long now) {
    List<IdleChannel> open =
        channels.get().stream()
            .filter(IdleChannel.class::isInstance)
            .map(IdleChannel.class::cast)
            .filter(channel -> !channel.isClosing())
            .toList();
    for (IdleChannel channel : open) {
      long active = channel.lastActive();
      latest = active - latest > 0 ? active : latest;
      closeIf(channel, now - active, timeouts.of(channel.kind()));
    }
    for (IdleChannel channel : open) {
      closeIf(channel, now - latest, timeouts.all());
    }
  }

  private void closeIf(IdleChannel channel, long idle, Duration limit) {
    if (limit.isPositive() && idle >= limit.toNanos() && !channel.isClosing()) {
      observer.on(
          new Event.SessionStep(
              "closed the channel %s, which carried nothing for %s"
                  .formatted(channel.kind(), Limits.show(limit))));
      channel.expire(limit);
    }
  }
}
