package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.ssh.ChannelTimeouts.Limit;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.SilentServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels that carry nothing, on OpenSSH's own server. */
@Timeout(120)
final class ChannelTimeoutsTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Says something often enough, and longer than the limit. */
  private static final String BUSY = "for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.4; done";

  @TempDir static Path folder;
  private static RealSshd sshd;
  private static Keys keys;
  private static Identity.KeyFile key;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeAll
  static void start() throws Exception {
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
    keys = new Keys(Files.createDirectory(folder.resolve("keys")));
    key = keys.ed25519("id");
    sshd.authorize(Keys.line(key));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @Test
  void theFirstPatternThatFitsCounts() {
    var timeouts =
        new ChannelTimeouts(
            List.of(
                new Limit("session", Duration.ZERO),
                new Limit("*-tcpip", Duration.ofHours(1)),
                new Limit("*", SOON)),
            Duration.ZERO);
    assertEquals(Duration.ZERO, timeouts.of("session"));
    assertEquals(Duration.ofHours(1), timeouts.of("direct-tcpip"));
    assertEquals(SOON, timeouts.of("agent-connection"));
  }

  @Test
  void aCommandThatIsSilentForTooLongEndsWithTheReason() throws Exception {
    try (SshSession session = open(limits("session"))) {
      SshException e = assertThrows(SshException.class, () -> run(session, "sleep 60"));
      assertEquals(Layer.SESSION, e.layer());
      assertTrue(e.getMessage().contains("carried nothing for 2 s"), e.getMessage());
      assertTrue(e.getMessage().contains("ChannelTimeout"), e.getMessage());
      assertTrue(session.isOpen());
      assertEquals(new ExitStatus.Exited(0), run(session, BUSY));
      assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("8\n"));
    }
  }

  @Test
  void aTunnelThatCarriesNothingIsClosedAndOneThatDoesStays() throws Exception {
    try (SilentServer silent = new SilentServer(0);
        SshSession session = open(limits("direct-*"));
        Tunnel busy = tunnel(session, silent);
        Tunnel idle = tunnel(session, silent)) {
      var reader = Thread.ofVirtual().start(() -> assertEquals(-1, read(idle)));
      while (reader.isAlive()) {
        busy.out().write(1);
        reader.join(Duration.ofMillis(100));
      }
      silent.awaitLeaver();
      busy.out().write(1);
      assertEquals(-1, busy.in().read()); // once it carries nothing either
      assertTrue(session.isOpen());
    }
  }

  @Test
  void whatOneChannelCarriesKeepsAllOfThemWhereOneLimitIsForAll() throws Exception {
    try (SilentServer silent = new SilentServer(0);
        SshSession session = open(new ChannelTimeouts(List.of(), SOON));
        Tunnel idle = tunnel(session, silent)) {
      assertEquals(new ExitStatus.Exited(0), run(session, BUSY));
      long end = System.nanoTime();
      assertEquals(-1, idle.in().read());
      assertTrue(System.nanoTime() - end > SOON.toNanos() / 2, "it was closed too early");
    }
  }

  private static int read(Tunnel tunnel) {
    try {
      return tunnel.in().read();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Tunnel tunnel(SshSession session, SilentServer to) throws Exception {
    return session.tunnel(new Place.Host("127.0.0.1", to.port()), new Place.Host("127.0.0.1", 1));
  }

  private ExitStatus run(SshSession session, String command) throws Exception {
    return session.exec(command, new Streams(InputStream.nullInputStream(), out, out));
  }

  private static ChannelTimeouts limits(String kind) {
    return new ChannelTimeouts(List.of(new Limit(kind, SOON)), Duration.ZERO);
  }

  private static SshSession open(ChannelTimeouts timeouts) throws Exception {
    return new SshConnector(Observer.none())
        .connect(
            keys.target(sshd.port(), sshd.userName(), key),
            ConnectSettings.defaults().withIdle(timeouts),
            Questions.nobody());
  }
}
