package io.github.spheronssh.ssh;

import io.github.spheronssh.knownhosts.HostPattern;
import java.time.Duration;
import java.util.List;

/**
 * How long channels may carry nothing before they are closed (ssh_config(5), ChannelTimeout).
 *
 * @param limits of which the first whose pattern fits a channel's kind counts; zero is no limit
 * @param all how long all channels together may carry nothing; zero is no limit
 */
public record ChannelTimeouts(List<Limit> limits, Duration all) {
  /** None. */
  public static final ChannelTimeouts NONE = new ChannelTimeouts(List.of(), Duration.ZERO);

  /** Copies the list. */
  public ChannelTimeouts {
    limits = List.copyOf(limits);
  }

  /**
   * A limit for the channels whose kind fits a pattern.
   *
   * @param pattern of {@code *} and {@code ?}, such as {@code *-tcpip}
   */
  public record Limit(String pattern, Duration idle) {}

  boolean isNone() {
    return all.isZero() && limits.stream().allMatch(limit -> limit.idle().isZero());
  }

  /** The limit of a kind, such as {@code session}; zero is none. */
  Duration of(String kind) {
    return limits.stream()
        .filter(limit -> HostPattern.glob(limit.pattern(), kind))
        .findFirst()
        .map(Limit::idle)
        .orElse(Duration.ZERO);
  }
}
