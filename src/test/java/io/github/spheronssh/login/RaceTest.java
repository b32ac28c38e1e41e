package io.github.spheronssh.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.SilentServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A login beside a question: neither waits for the other longer than it is worth. */
@Timeout(60)
final class RaceTest {
  @TempDir Path home;
  private final List<String> notes = new ArrayList<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private Environment environment;

  @BeforeEach
  void start() throws Exception {
    new CommandRun(home).run("keygen", "--no-passphrase", "-q");
    Path pins = Files.createDirectories(home.resolve(".spheron")).resolve("known_hosts");
    Files.writeString(pins, "spheron-d1 " + Files.readString(home.resolve(".ssh/id_ed25519.pub")));
    var properties = new Properties();
    properties.put("os.name", System.getProperty("os.name"));
    environment = Environment.of(Map.of("HOME", home.toString()), properties);
  }

  @Test
  void aServiceThatNeverAnswersIsNotWaitedForLongAfterAFailure() throws Exception {
    var closed = new SilentServer(0);
    closed.close();
    SshException e =
        assertThrows(
            SshException.class,
            () -> open(closed.port(), this::never, Duration.ofMillis(200)).close());
    assertEquals(Layer.TCP, e.layer());
    assertTrue(interrupted.await(30, TimeUnit.SECONDS), "and its thread ends");
  }

  @Test
  void aServiceThatFailsLeavesTheLoginsOwnError() throws Exception {
    var closed = new SilentServer(0);
    closed.close();
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                open(
                    closed.port(),
                    () -> {
                      throw new SpheronSshException("no answer", null);
                    }));
    assertEquals(Layer.TCP, e.layer());
    assertEquals("no answer", e.getSuppressed()[0].getMessage());
  }

  @Test
  void theSameAnswerAsWasKnownLeavesTheLoginsOwnError() throws Exception {
    var closed = new SilentServer(0);
    closed.close();
    OfInstance known = remembered(closed.port());
    assertThrows(SshException.class, () -> open(closed.port(), () -> known).close());
    assertEquals(List.of(), notes);
  }

  @Test
  void aWaitThatIsInterruptedHangsUp() throws Exception {
    try (var silent = new SilentServer(0)) {
      var failure = new ArrayList<Throwable>();
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () ->
                      failure.add(
                          assertThrows(
                              SpheronSshException.class,
                              () -> open(silent.port(), this::never).close())));
      silent.awaitCaller();
      waiting.interrupt();
      waiting.join();
      assertEquals("interrupted", failure.getFirst().getMessage());
      silent.awaitLeaver();
      assertTrue(interrupted.await(30, TimeUnit.SECONDS));
    }
  }

  private Resolution never() throws SpheronSshException {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts down");
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw new SpheronSshException("interrupted", null, e);
    }
  }

  /** With patience for a loaded machine. */
  private SshSession open(int port, Race.Inquiry inquiry) throws SpheronSshException {
    return open(port, inquiry, Duration.ofSeconds(30));
  }

  private SshSession open(int port, Race.Inquiry inquiry, Duration patience)
      throws SpheronSshException {
    var logins = new Logins(environment, LocalKeys.read(environment, notes::add), KeyLookup.none());
    var opening =
        new Opening(
            _ -> {},
            ConnectSettings.defaults(),
            Questions.nobody(),
            Ledger.of(environment, "http://127.0.0.1", notes::add),
            notes::add);
    return new Race(logins, opening, notes::add, patience)
        .open(remembered(port), inquiry, LoginWish.none(Policy.ACCEPT_NEW));
  }

  private static OfInstance remembered(int port) {
    var known =
        new KnownInstance(
            "d1",
            "box",
            Optional.empty(),
            Optional.of("ubuntu"),
            List.of(),
            List.of(new KnownInstance.Seen("127.0.0.1", port, Instant.EPOCH)));
    return new OfInstance(
        "d1", "box", Optional.empty(), Optional.of(known), Optional.empty(), false);
  }
}
