package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealSshd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs over a session, against OpenSSH's own server. */
@Timeout(60)
final class SshSessionTest {
  @TempDir static Path folder;
  private static RealSshd sshd;
  private static SshSession session;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Runnable typed = () -> {};

  @BeforeAll
  static void start() throws Exception {
    Keys keys = new Keys(folder);
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
    Identity.KeyFile key = keys.ed25519("id");
    sshd.authorize(Keys.line(key));
    session =
        new SshConnector(Observer.none())
            .connect(
                keys.target(sshd.port(), sshd.userName(), key),
                ConnectSettings.defaults().withKeepAlive(Duration.ofMillis(700), 3),
                Questions.nobody());
  }

  @AfterAll
  static void stop() throws Exception {
    session.close();
    sshd.close();
  }

  @Test
  void aCommandHasItsStreamsAndItsStatus() throws Exception {
    ExitStatus status = session.exec("cat; echo problem >&2; exit 7", streams("hello"));
    assertEquals(new ExitStatus.Exited(7), status);
    assertEquals("hello", out.toString(StandardCharsets.UTF_8));
    assertEquals("problem\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aSignalIsNamedAndHasAStatus() throws Exception {
    ExitStatus status = session.exec("kill -TERM $$", streams(""));
    assertEquals(143, status.code());
    assertTrue(
        status instanceof ExitStatus.Signalled signalled && signalled.signal().equals("TERM"));
  }

  @Test
  void outputIsReadToItsEndAfterStdinEnded() throws Exception {
    session.exec("cat >/dev/null; echo after; echo later", streams("input"));
    assertEquals("after\nlater\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void outputIsCompleteThoughTheRemoteEndClosesAtOnce() throws Exception {
    session.exec("head -c 5000000 /dev/zero; echo end; exit 0", streams(""));
    assertEquals(5_000_004, out.size());
    assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("end\n"));
  }

  @Test
  void sixtyFourMegabytesGoBothWaysUnharmed() throws Exception {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    InputStream in = new DigestInputStream(new RandomBytes(64 * 1024 * 1024), sent);
    OutputStream back = new DigestOutputStream(OutputStream.nullOutputStream(), received);
    assertEquals(0, session.exec("cat", new Streams(in, back, err)).code());
    assertArrayEquals(sent.digest(), received.digest());
  }

  @Test
  void aReaderThatGoesAwayEndsTheRemoteSide() throws Exception {
    OutputStream leaves =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ExitStatus status =
        session.exec("yes", new Streams(InputStream.nullInputStream(), leaves, err));
    assertEquals(128 + 13, status.code());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aReaderThatPausesCostsNeitherTheConnectionNorABit() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OutputStream pauses =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("bytes come in blocks");
          }

          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            begun.countDown();
            awaitQuietly(goOn);
            out.write(bytes, offset, count);
          }
        };
    Thread other =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  awaitQuietly(begun);
                  // Longer than the server may fail to answer the keep-alives of this session.
                  captureQuietly("sleep 4");
                  goOn.countDown();
                });
    other.start();
    String command = "head -c 40000000 /dev/zero";
    assertEquals(
        0, session.exec(command, new Streams(InputStream.nullInputStream(), pauses, err)).code());
    assertEquals(40_000_000, out.size());
  }

  @Test
  void aShellHasATerminalOfTheGivenKindAndSize() throws Exception {
    Pty pty = new Pty("vt100", 91, 33, Map.of());
    // A shell throws away what was typed before it showed its first prompt.
    ExitStatus status =
        typing(
            "",
            "stty size; echo kind=$TERM; exit 3\n",
            streams ->
                session
                    .start(
                        new SessionRequest(new Program.Shell(), Optional.of(pty), List.of()),
                        streams)
                    .await());
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(3, status.code());
    assertTrue(said.contains("33 91"), said);
    assertTrue(said.contains("kind=vt100"), said);
  }

  @Test
  void aTerminalModeReachesTheRemoteSide() throws Exception {
    session
        .start(
            SessionRequest.command("stty -a").on(new Pty("xterm", 80, 24, Map.of(53, 0))),
            streams(""))
        .await();
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("-echo "));
  }

  @Test
  void aNewSizeReachesTheRemoteTerminal() throws Exception {
    Pty pty = new Pty("xterm", 80, 24, Map.of());
    typing(
        "ready",
        "\n",
        streams -> {
          RemoteProgram program =
              session.start(
                  SessionRequest.command("echo ready; read x; stty size").on(pty), streams);
          typed = () -> program.windowChanged(101, 44);
          return program.await();
        });
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("44 101"));
  }

  @Test
  void commandsRunBesideEachOther() throws Exception {
    assertEquals("b", capture("sleep 0.2; printf b").out());
    assertEquals("a", capture("printf a").out());
  }

  @Test
  void whatIsEnoughIsNotWaitedFor() throws Exception {
    Captured captured =
        session.capture(
            "echo first; sleep 600", Duration.ofSeconds(30), 1000, said -> said.contains("first"));
    assertEquals("first\n", captured.out());
    assertEquals(Optional.empty(), captured.status());
  }

  @Test
  void aCaptureKeepsNoMoreThanItMay() throws Exception {
    Captured captured = session.capture("yes", Duration.ofSeconds(30), 1000, said -> false);
    assertEquals(1000, captured.out().length());
  }

  private static Captured capture(String command) throws Exception {
    return session.capture(command, Duration.ofSeconds(30), 1000, said -> false);
  }

  private static void captureQuietly(String command) {
    try {
      capture(command);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that runs on a terminal. */
  private interface OnTerminal {
    ExitStatus run(Streams streams) throws Exception;
  }

  /** Types a line as soon as the screen shows something. */
  private ExitStatus typing(String shown, String line, OnTerminal program) throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    OutputStream screen =
        new OutputStream() {
          private boolean done;

          @Override
          public void write(int b) throws IOException {
            out.write(b);
            if (!done && out.toString(StandardCharsets.UTF_8).contains(shown)) {
              done = true;
              typed.run();
              keyboard.write(line.getBytes(StandardCharsets.UTF_8));
              keyboard.flush();
            }
          }
        };
    try (PipedInputStream in = new PipedInputStream(keyboard)) {
      return program.run(new Streams(in, screen, err));
    }
  }

  private Streams streams(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return new Streams(new ByteArrayInputStream(bytes), out, err);
  }
}
