package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.testing.PacketLine;
import io.github.spheronssh.testing.PacketLine.Break;
import io.github.spheronssh.testing.PacketLine.Side;
import io.github.spheronssh.testing.RealSshd;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A line that ends, or falls silent, after each single message of either side, from the version to
 * the end of a command: each time a reason of some layer, in time, and the command ran at most
 * once.
 */
@Timeout(300)
final class EveryMessageTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final int AT_ONCE = 12;
  private static final int OUTPUT = 4096;

  @TempDir Path folder;
  private RealSshd sshd;
  private Keys keys;
  private Identity.KeyFile key;

  @BeforeEach
  void start() throws Exception {
    keys = new Keys(folder);
    key = keys.ed25519("id");
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")), "MaxStartups 1000");
    sshd.authorize(Keys.line(key));
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  @ParameterizedTest
  @CsvSource({"SERVER,false", "CLIENT,false", "SERVER,true", "CLIENT,true"})
  void afterWhicheverMessageTheLineFailsTheEndIsClear(Side side, boolean freezes) throws Exception {
    int all = messages(side);
    assertTrue(all > 10, all + " messages");
    List<Future<Optional<Layer>>> ends = new ArrayList<>();
    try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int messages = 0; messages < all; messages++) {
        var at = new Break(side, messages, freezes);
        ends.add(runs.submit(() -> broken(at)));
      }
    }
    Set<Layer> met = EnumSet.noneOf(Layer.class);
    for (Future<Optional<Layer>> end : ends) {
      end.get().ifPresent(met::add);
    }
    assertTrue(
        met.containsAll(EnumSet.of(Layer.BANNER, Layer.LOGIN, Layer.SESSION)), met::toString);
    assertTrue(met.contains(Layer.ALGORITHMS) || met.contains(Layer.HOST_KEY), met::toString);
  }

  private int messages(Side side) throws Exception {
    try (var line = new PacketLine(sshd.port(), Break.NONE)) {
      run(line, LONG, folder.resolve("sound"), OutputStream.nullOutputStream());
      return line.sent(side);
    }
  }

  /** The layer that an error names; none where all had come through before. */
  private Optional<Layer> broken(Break at) throws Exception {
    Path count = folder.resolve("count-" + at.messages());
    var out = new ByteArrayOutputStream();
    long start = System.nanoTime();
    Optional<Layer> layer = Optional.empty();
    try (var line = new PacketLine(sshd.port(), at)) {
      run(line, at.freezes() ? SHORT : LONG, count, out);
      assertEquals(OUTPUT, out.size(), at.toString());
      assertEquals("run\n", Files.readString(count), at.toString());
    } catch (SshException e) {
      assertTrue(e.getMessage().length() < 600, e.getMessage());
      layer = Optional.of(e.layer());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(LONG) < 0, at + " took " + took);
    if (Files.exists(count)) {
      assertEquals("run\n", Files.readString(count), at.toString());
    }
    return layer;
  }

  private void run(PacketLine line, Duration limit, Path count, OutputStream out)
      throws SpheronSshException {
    ConnectSettings settings =
        ConnectSettings.defaults()
            .withStageLimit(limit)
            .withKeepAlive(limit.dividedBy(4), 2)
            .withAlgorithms(Wishes.only(AlgorithmKind.CIPHER, "aes128-gcm@openssh.com"));
    Target target = keys.target(line.port(), sshd.userName(), key);
    try (SshSession session =
        new SshConnector(Observer.none()).connect(target, settings, Questions.nobody())) {
      var streams =
          new Streams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
      ExitStatus status =
          session.exec("echo run >>%s; head -c %d /dev/zero".formatted(count, OUTPUT), streams);
      assertEquals(new ExitStatus.Exited(0), status);
    }
  }
}
