package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.RealSshd;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose packets are compressed once the user is logged in. */
@Timeout(120)
final class CompressionTest {
  @TempDir Path folder;
  private final Trace trace = new Trace();

  @Test
  void textAndBytesThatLookRandomGoBothWaysUnharmed() throws Exception {
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
        SshSession session = connect(sshd, Wishes.compressed())) {
      Algorithms agreed = trace.last(Event.Negotiated.class).orElseThrow().algorithms();
      assertEquals("zlib@openssh.com", agreed.sent().compression());
      assertEquals("zlib@openssh.com", agreed.received().compression());
      comesBack(session, new RandomBytes(20 * 1024 * 1024));
      comesBack(session, new Zeros(50 * 1024 * 1024));
    }
  }

  @Test
  void withoutTheWishNothingIsCompressed() throws Exception {
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
        SshSession session = connect(sshd, AlgorithmWish.usual())) {
      Algorithms agreed = trace.last(Event.Negotiated.class).orElseThrow().algorithms();
      assertEquals("none", agreed.sent().compression());
      comesBack(session, new RandomBytes(1000));
    }
  }

  @Test
  void newKeysKeepTheCompression() throws Exception {
    try (RealSshd sshd =
            RealSshd.start(Files.createDirectory(folder.resolve("sshd")), "RekeyLimit 256K");
        SshSession session = connect(sshd, Wishes.compressed())) {
      comesBack(session, new RandomBytes(4 * 1024 * 1024));
      assertTrue(trace.all(Event.Rekeyed.class).size() > 5);
    }
  }

  @Test
  void aPacketThatInflatesBeyondMeasureEndsTheConnection() throws Exception {
    var keys = new Keys(folder);
    String bomb =
        """
        def connection_made(self, connection): self.connection = connection
        def password_auth_supported(self): return False
        def public_key_auth_supported(self): return True
        def validate_public_key(self, user, key): return True
        def auth_completed(self):
            from asyncssh.packet import String
            asyncio.get_event_loop().call_later(
                0.1, lambda: self.connection.send_packet(2, String(bytes(100_000_000))))
        """;
    try (AsyncSshd server = AsyncSshd.start(folder, bomb)) {
      Target target = keys.target(server.port(), "root", keys.ed25519("id"));
      ConnectSettings settings =
          ConnectSettings.defaults()
              .withAlgorithms(Wishes.compressed())
              .withStageLimit(Duration.ofSeconds(60));
      SshException e =
          assertThrows(
              SshException.class,
              () -> {
                try (SshSession session =
                    new SshConnector(trace).connect(target, settings, Questions.nobody())) {
                  throw session.awaitEnd();
                }
              });
      assertTrue(e.getMessage().contains("inflated to more than 256kB"), e.getMessage());
    }
  }

  private static void comesBack(SshSession session, InputStream bytes) throws Exception {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    InputStream in = new DigestInputStream(bytes, sent);
    OutputStream back = new DigestOutputStream(OutputStream.nullOutputStream(), received);
    var err = new ByteArrayOutputStream();
    assertEquals(0, session.exec("cat", new Streams(in, back, err)).code());
    assertArrayEquals(sent.digest(), received.digest());
  }

  private SshSession connect(RealSshd sshd, AlgorithmWish wish) throws Exception {
    var keys = new Keys(folder);
    Identity.KeyFile key = keys.ed25519("id");
    sshd.authorize(Keys.line(key));
    return new SshConnector(trace)
        .connect(
            keys.target(sshd.port(), sshd.userName(), key),
            ConnectSettings.defaults().withAlgorithms(wish),
            Questions.nobody());
  }

  /** So many zeros, which compress a thousandfold. */
  private static final class Zeros extends InputStream {
    private int left;

    private Zeros(int count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      int some = Math.min(count, left);
      left -= some;
      java.util.Arrays.fill(bytes, offset, offset + some, (byte) 0);
      return some == 0 && count > 0 ? -1 : some;
    }
  }
}
