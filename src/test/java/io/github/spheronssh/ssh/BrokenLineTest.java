package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.Line.Fault;
import io.github.spheronssh.testing.RealSshd;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A line to a real server that fails somewhere between the first byte of its version and the end of
 * a command: each time a clear end, in time, and the command ran at most once.
 */
@Timeout(120)
final class BrokenLineTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int PLACES = 16;

  @TempDir Path folder;
  private RealSshd sshd;
  private Line line;
  private Target target;
  private Path count;

  @BeforeEach
  void start() throws Exception {
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
    line = new Line(sshd.port());
    Keys keys = new Keys(folder);
    Identity.KeyFile key = keys.ed25519("id");
    sshd.authorize(Keys.line(key));
    target = keys.target(line.port(), sshd.userName(), key);
    count = folder.resolve("count");
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    sshd.close();
  }

  @Test
  void aSoundLineAndATricklingOneLeadToTheEnd() throws Exception {
    run(LONG);
    line.fail(Fault.TRICKLE, 0);
    run(LONG);
    assertEquals("run\nrun\n", Files.readString(count));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "FREEZE", "GARBLE"})
  void whereverTheLineFailsTheEndIsClear(Fault fault) throws Exception {
    run(LONG);
    long all = line.said();
    Files.delete(count);
    Set<Layer> met = EnumSet.noneOf(Layer.class);

    for (int place = 0; place < PLACES; place++) {
      long at = all * place / PLACES;
      line.fail(fault, at);
      SshException e =
          assertThrows(SshException.class, () -> run(SHORT), "the line fails at " + at);
      met.add(e.layer());
      assertTrue(e.getMessage().length() < 600, e.getMessage());
      if (Files.exists(count)) {
        assertEquals("run\n", Files.readString(count), "the line fails at " + at);
        Files.delete(count);
      }
    }
    assertTrue(met.contains(Layer.BANNER) && met.size() > 1, met.toString());
  }

  private void run(Duration limit) throws Exception {
    ConnectSettings settings =
        ConnectSettings.defaults().withStageLimit(limit).withKeepAlive(limit.dividedBy(4), 2);
    try (SshSession session =
        new SshConnector(Observer.none()).connect(target, settings, Questions.nobody())) {
      Streams streams =
          new Streams(
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream());
      ExitStatus status = session.exec("echo run >>" + count + "; head -c 4096 /dev/zero", streams);
      assertEquals(new ExitStatus.Exited(0), status);
    }
  }
}
