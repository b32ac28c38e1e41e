package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are exchanged again while a session goes on, against OpenSSH's own server. */
@Timeout(300)
final class RekeyTest {
  @TempDir Path folder;
  private final Trace trace = new Trace();
  private @Nullable RealSshd sshd;

  @AfterEach
  void stop() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1048576,1,default none,200,190",
    "0,0,1M 1s,200,190",
    "1048576,1,1M 1s,200,190",
    "32768,0,48K,8,200"
  })
  void loadBothWaysSurvivesAsManyKeyExchangesAsWereAskedFor(
      long bytes, long seconds, String server, int megabytes, int least) throws Exception {
    var limit = new RekeyLimit(bytes, Duration.ofSeconds(seconds));
    try (SshSession session = connect(limit, "RekeyLimit " + server)) {
      transfer(session, megabytes);
      assertTrue(exchanges() >= least, exchanges() + " key exchanges");
    }
  }

  @Test
  void newKeysThatAreAskedForUnderLoadDisturbNothing() throws Exception {
    try (SshSession session = connect(RekeyLimit.USUAL)) {
      var over = new CountDownLatch(1);
      var asks =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!over.await(5, TimeUnit.MILLISECONDS)) {
                        session.rekey();
                      }
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      transfer(session, 100);
      over.countDown();
      asks.join();
      assertTrue(exchanges() >= 20, exchanges() + " key exchanges");
      assertEquals("asked for", trace.all(Event.Rekeying.class).getLast().cause());
    }
  }

  @Test
  void keysThatAreOldEnoughAreExchangedThoughNothingIsSent() throws Exception {
    var again = new CountDownLatch(2);
    Observer counts =
        event -> {
          if (event instanceof Event.Rekeyed) {
            again.countDown();
          }
        };
    var limit = new RekeyLimit(0, Duration.ofSeconds(1));
    try (SshSession session = connect(counts.after(trace), limit)) {
      assertTrue(again.await(60, TimeUnit.SECONDS));
      assertEquals("the keys are 1 s old", trace.last(Event.Rekeying.class).orElseThrow().cause());
      transfer(session, 1);
    }
  }

  private void transfer(SshSession session, int megabytes) throws Exception {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    var err = new ByteArrayOutputStream();
    InputStream in = new DigestInputStream(new RandomBytes(megabytes * 1024 * 1024), sent);
    OutputStream back = new DigestOutputStream(OutputStream.nullOutputStream(), received);
    assertEquals(0, session.exec("cat", new Streams(in, back, err)).code());
    assertArrayEquals(sent.digest(), received.digest());
  }

  private long exchanges() {
    return trace.all(Event.Rekeyed.class).size();
  }

  private SshSession connect(RekeyLimit limit, String... configuration) throws Exception {
    return connect(trace, limit, configuration);
  }

  private SshSession connect(Observer observer, RekeyLimit limit, String... configuration)
      throws Exception {
    var keys = new Keys(folder);
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")), configuration);
    Identity.KeyFile key = keys.ed25519("id");
    sshd.authorize(Keys.line(key));
    return new SshConnector(observer)
        .connect(
            keys.target(sshd.port(), sshd.userName(), key),
            ConnectSettings.defaults().withAlgorithms(Wishes.rekeying(limit)),
            Questions.nobody());
  }
}
