package io.github.spheronssh.cli;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.ssh.ChannelTimeouts;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.ConnectSettings.Family;
import io.github.spheronssh.ssh.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a connection is made and kept, as the keywords of ssh_config(5) say it. */
final class ConnectionConfig {
  private ConnectionConfig() {}

  static ConnectSettings settings(SshConfig config) throws ConfigException {
    ConnectSettings settings =
        ConnectSettings.defaults()
            .withRoute(route(config))
            .withMethods(AuthenticationConfig.methods(config))
            .withAlgorithms(new AlgorithmConfig(config).wish());
    Optional<Duration> limit =
        config.duration(Keyword.CONNECT_TIMEOUT).filter(Duration::isPositive);
    if (limit.isPresent()) {
      settings = settings.withConnectLimit(limit.get());
    }
    Optional<Duration> interval = config.duration(Keyword.SERVER_ALIVE_INTERVAL);
    Optional<Integer> count = config.number(Keyword.SERVER_ALIVE_COUNT_MAX);
    return settings
        .withKeepAlive(interval.orElse(settings.alive()), count.orElse(settings.aliveMax()))
        .withIdle(timeouts(config));
  }

  private static ChannelTimeouts timeouts(SshConfig config) throws ConfigException {
    var limits = new ArrayList<ChannelTimeouts.Limit>();
    Duration all = Duration.ZERO;
    List<String> words = config.texts(Keyword.CHANNEL_TIMEOUT);
    if (words.size() == 1 && words.getFirst().equalsIgnoreCase("none")) {
      return ChannelTimeouts.NONE;
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw SshConfig.unexpected(Keyword.CHANNEL_TIMEOUT, "none, or KIND=TIME", word);
      }
      String pattern = word.substring(0, equals);
      Duration time = SshConfig.time(Keyword.CHANNEL_TIMEOUT, word.substring(equals + 1));
      if (pattern.equals("global")) {
        all = time;
      } else {
        limits.add(new ChannelTimeouts.Limit(pattern, time));
      }
    }
    return new ChannelTimeouts(limits, all);
  }

  private static Route route(SshConfig config) throws ConfigException {
    Optional<Integer> attempts = config.number(Keyword.CONNECTION_ATTEMPTS);
    if (attempts.isPresent() && attempts.get() < 1) {
      throw SshConfig.unexpected(Keyword.CONNECTION_ATTEMPTS, "at least 1", "0");
    }
    return new Route(
            family(config),
            attempts.orElse(1),
            config.text(Keyword.BIND_ADDRESS),
            config.text(Keyword.BIND_INTERFACE))
        .probed(config.flag(Keyword.TCP_KEEP_ALIVE).orElse(true));
  }

  private static Family family(SshConfig config) throws ConfigException {
    String name = config.text(Keyword.ADDRESS_FAMILY).orElse("any");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "any" -> Family.ANY;
      case "inet" -> Family.IPV4;
      case "inet6" -> Family.IPV6;
      default -> throw SshConfig.unexpected(Keyword.ADDRESS_FAMILY, "any, inet or inet6", name);
    };
  }
}
