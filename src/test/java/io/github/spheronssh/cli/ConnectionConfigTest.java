package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.ssh.ChannelTimeouts;
import io.github.spheronssh.ssh.ChannelTimeouts.Limit;
import io.github.spheronssh.ssh.ConnectSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a connection up and what ends it, as ssh's keywords say it. */
final class ConnectionConfigTest {
  @Test
  void aSilentServerIsAskedByItselfEvery15SecondsAndThreeTimesAtMost() throws Exception {
    ConnectSettings usual = settings();
    assertEquals(Duration.ofSeconds(15), usual.alive());
    assertEquals(3, usual.aliveMax());
    assertTrue(usual.route().probed());
    assertEquals(ChannelTimeouts.NONE, usual.idle());
  }

  @Test
  void theKeywordsChangeIt() throws Exception {
    ConnectSettings set =
        settings("ServerAliveInterval=1m", "ServerAliveCountMax=7", "TCPKeepAlive=no");
    assertEquals(Duration.ofMinutes(1), set.alive());
    assertEquals(7, set.aliveMax());
    assertFalse(set.route().probed());
    assertEquals(Duration.ZERO, settings("ServerAliveInterval=0").alive());
  }

  @Test
  void channelsHaveLimitsByKindAndOneForAll() throws Exception {
    ChannelTimeouts set = settings("ChannelTimeout=session=5m global=1h direct-tcpip=90").idle();
    assertEquals(
        List.of(
            new Limit("session", Duration.ofMinutes(5)),
            new Limit("direct-tcpip", Duration.ofSeconds(90))),
        set.limits());
    assertEquals(Duration.ofHours(1), set.all());
    assertEquals(ChannelTimeouts.NONE, settings("ChannelTimeout=none").idle());
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "=5m", "session=never", "none session=1m"})
  void whatIsNoLimitIsRefused(String value) {
    assertThrows(ConfigException.class, () -> settings("ChannelTimeout=" + value));
  }

  private static ConnectSettings settings(String... lines) throws ConfigException {
    SshConfig.Builder config = SshConfig.builder();
    for (String line : lines) {
      config.line(line, "-o");
    }
    return ConnectionConfig.settings(config.build());
  }
}
