package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.PacketLine;
import io.github.spheronssh.testing.PacketLine.Break;
import io.github.spheronssh.testing.PacketLine.Side;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A line to a real server that ends, or falls silent, after whichever message. */
@DisabledOnOs(OS.WINDOWS)
final class EveryMessageIT {
  private static final String CONNECT =
      "spheron-ssh connect -o HostKeyAlias=box -o Ciphers=aes128-gcm@openssh.com"
          + " -o ServerAliveInterval=1 -o ServerAliveCountMax=2 -p %d ";
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final int AT_ONCE = 5;

  /** What an error may name; the host key is proved while algorithms are agreed on. */
  private static final List<String> LAYERS = List.of("banner", "algorithms", "login", "session");

  private static final List<String> FAR_APART = List.of("banner", "login", "session");

  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;

  /** What came of a broken line: the layer that was named, or none where all had come through. */
  private record End(Break at, String layer) {}

  @BeforeAll
  static void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")), "MaxStartups 100", "PrintMotd no");
    user.meet(server);
    String known = Files.readString(user.home().resolve(".ssh/known_hosts"));
    Files.writeString(user.home().resolve(".ssh/known_hosts"), known.replaceFirst("^\\S+", "box"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A login that falls silent is given half a minute; the others run meanwhile. */
  @Test
  void whereverALineBreaksTheLayerIsNamedInTime() throws Exception {
    List<Break> breaks = new ArrayList<>(breaks(Side.SERVER, 3, true));
    breaks.addAll(breaks(Side.SERVER, 1, false));
    breaks.addAll(breaks(Side.CLIENT, 2, false));

    List<End> ends = ends(breaks);

    assertEquals(Set.copyOf(LAYERS), layers(ends, Side.SERVER, false), "" + ends);
    assertTrue(layers(ends, Side.CLIENT, false).containsAll(FAR_APART), "" + ends);
    assertTrue(layers(ends, Side.SERVER, true).containsAll(FAR_APART), "" + ends);
  }

  private static Set<String> layers(List<End> ends, Side side, boolean frozen) {
    return ends.stream()
        .filter(end -> end.at().side() == side && end.at().freezes() == frozen)
        .map(End::layer)
        .map(layer -> layer.equals("host key") ? "algorithms" : layer)
        .collect(Collectors.toSet());
  }

  @Test
  void theTerminalIsAsItWas() throws Exception {
    int login = 7; // of the server's messages, of which the login has the fifth to the ninth
    try (var cut = new PacketLine(server.port(), new Break(Side.SERVER, login, false));
        var frozen = new PacketLine(server.port(), new Break(Side.SERVER, 2, true));
        TmuxPane pane =
            TmuxPane.run(
                Files.createDirectory(folder.resolve("terminal")),
                script(cut.port() + "", frozen.port() + " -o ConnectTimeout=2"))) {
      String shown = pane.await(Pattern.compile("all:\\d:"));
      assertTrue(shown.contains("error: login: ") && shown.contains(" within 2 s"), shown);
      assertEquals(2, shown.split("ended with 255 in the same state", -1).length - 1, shown);
    }
  }

  private static String script(String... lines) throws Exception {
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append("cd\nstty -a >before\n");
    for (String line : lines) {
      script.append(CONNECT.formatted(0).replace("-p 0", "-p " + line)).append("127.0.0.1\n");
      script.append("status=$?; stty -a >after; cmp before after && ");
      script.append("echo ended with $status in the same state\n");
    }
    return script.append("echo all:1:\n").toString();
  }

  private static List<Break> breaks(Side side, int step, boolean freezes) throws Exception {
    int all;
    try (var line = new PacketLine(server.port(), Break.NONE)) {
      assertEquals(0, run(line, user.home().resolve("sound")).status());
      all = line.sent(side);
    }
    assertTrue(all > 10, all + " messages");
    var breaks = new ArrayList<Break>();
    for (int messages = 0; messages < all; messages += step) {
      breaks.add(new Break(side, messages, freezes));
    }
    return breaks;
  }

  private static List<End> ends(List<Break> breaks) throws Exception {
    var ends = new ArrayList<End>();
    try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<End>> all = new ArrayList<>();
      breaks.forEach(at -> all.add(() -> end(at)));
      for (Future<End> each : runs.invokeAll(all)) {
        ends.add(each.get());
      }
    }
    return ends;
  }

  private static End end(Break at) throws Exception {
    Path count = Files.createTempFile(folder, "count", "");
    try (var line = new PacketLine(server.port(), at)) {
      long start = System.nanoTime();
      Result result = run(line, count);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(MOST) < 0, at + " took " + took);
      assertTrue(Files.readString(count).matches("(run\n)?"), at + " ran it again");
      if (result.status() == 0) {
        assertEquals(new Result(0, "out\n", ""), result, at.toString());
        return new End(at, LAYERS.getLast());
      }
      assertEquals(255, result.status(), at + result.err());
      Matcher error = Pattern.compile("spheron-ssh: error: ([a-z ]+): .+").matcher(result.err());
      assertTrue(error.lookingAt(), at + result.err());
      return new End(at, error.group(1));
    }
  }

  private static Result run(PacketLine line, Path count) throws Exception {
    return user.types(
        CONNECT.formatted(line.port())
            + "-o ConnectTimeout=10 127.0.0.1 'echo run >>%s; echo out'".formatted(count));
  }
}
