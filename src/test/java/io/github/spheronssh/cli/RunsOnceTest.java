package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.PacketLine;
import io.github.spheronssh.testing.PacketLine.Break;
import io.github.spheronssh.testing.PacketLine.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is tried more than once before a login is tried no more after it: the line is cut after each
 * of the messages around the command's request, and the command ran at most once.
 */
@Timeout(180)
final class RunsOnceTest {
  /** From the login's last messages to the leave that is taken. */
  private static final int AROUND = 8;

  @TempDir Path home;
  private Rented rented;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    rented = Rented.in(home);
    service = new InstanceService();
    commands = rented.commands().with("SPHERON_API_BASE", service.url());
  }

  @AfterEach
  void stop() {
    service.close();
    rented.close();
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsRunsItOnce(Side side) throws Exception {
    int server = rented.instance("trainer").port();
    List<Path> ran = new ArrayList<>();
    for (Break at : around(side, server, 0, "ubuntu")) {
      try (var line = new PacketLine(server, at)) {
        service.says("dep-1", "box", "running", line.port());
        ran.add(runs(at, "--wait=2s"));
      }
    }
    assertRanOnceAtMost(ran);
  }

  /** The service says at last that the instance is somewhere else, where all would be well. */
  @ParameterizedTest
  @EnumSource
  void whoDialsAtOnceRunsItOnce(Side side) throws Exception {
    int server = rented.instance("trainer").port();
    List<Path> ran = new ArrayList<>();
    for (Break at : around(side, server, 0, "ubuntu")) {
      try (var line = new PacketLine(server, at)) {
        lastSeenAt(line.port());
        service.says("dep-1", "box", "running", server);
        ran.add(runs(at));
        service.says("dep-1", "box", "running", line.port());
        lastSeenAt(line.port());
        ran.add(runs(at));
      }
    }
    assertRanOnceAtMost(ran);
  }

  @Test
  void whoIsSentFromRootToAnotherUserRunsItOnce() throws Exception {
    int server = rented.instance("cloud-image").port();
    List<Path> ran = new ArrayList<>();
    for (Break at : around(Side.CLIENT, server, 1, "root")) {
      Files.deleteIfExists(home.resolve(".spheron/ledger.json"));
      try (var line = new PacketLine(server, at, 1)) {
        service.saysCommand("dep-1", "box", "ssh root@127.0.0.1 -p " + line.port());
        ran.add(runs(at));
      }
    }
    assertRanOnceAtMost(ran);
  }

  /** Where to cut, from a run without a cut. */
  private List<Break> around(Side side, int server, int before, String user) throws Exception {
    try (var line = new PacketLine(server, Break.NONE, before)) {
      service.saysCommand("dep-1", "box", "ssh %s@127.0.0.1 -p %d".formatted(user, line.port()));
      assertEquals(List.of("run"), Files.readAllLines(runs(Break.NONE)));
      int all = line.sent(side);
      assertTrue(all > AROUND, all + " messages");
      List<Break> cuts = new ArrayList<>();
      for (int messages = all - AROUND; messages < all; messages++) {
        cuts.add(new Break(side, messages, false));
      }
      return cuts;
    }
  }

  /** Where it is told that the command ran; where the status says so, it has been. */
  private Path runs(Break at, String... options) throws Exception {
    Path count = Files.createTempFile(home, "count", "");
    List<String> words = new ArrayList<>(List.of("connect", "--host-key=accept-new"));
    words.addAll(List.of(options));
    words.addAll(List.of("box", "echo run >>" + count));
    Result result = commands.run(words.toArray(String[]::new));
    assertTrue(
        result.status() == 255 || (result.status() == 0 && Files.size(count) > 0),
        at + ": " + result);
    return count;
  }

  /** What a server had begun when the line was cut may end later, so that this is asked last. */
  private static void assertRanOnceAtMost(List<Path> counts) throws Exception {
    List<Integer> ran = new ArrayList<>();
    for (Path count : counts) {
      ran.add(Files.readAllLines(count).size());
    }
    assertTrue(ran.stream().allMatch(times -> times <= 1), ran::toString);
    assertTrue(ran.contains(0) && ran.contains(1), "not on both sides of the request: " + ran);
  }

  /** Has the ledger say that the instance was reached at another port. */
  private void lastSeenAt(int port) throws Exception {
    Path ledger = home.resolve(".spheron/ledger.json");
    Files.writeString(
        ledger, Files.readString(ledger).replaceAll("\"port\" ?: ?\\d+", "\"port\":" + port));
  }
}
