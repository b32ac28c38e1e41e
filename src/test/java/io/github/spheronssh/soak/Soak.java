package io.github.spheronssh.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that stay for an hour, with traffic on all their forwards, a key exchange at each
 * megabyte and windows that change their size, while other connections break beside them: nothing
 * is lost, and memory doesn't grow. No build runs it by itself: {@code mvn verify -Dit.test=Soak}
 * does, for an hour or {@code -Dsoak=PT5M}.
 */
final class Soak {
  private static final String CONNECT =
      "spheron-connect -o StrictHostKeyChecking=accept-new -o RekeyLimit=1M ";

  private final Duration length = Duration.parse(System.getProperty("soak", "PT1H"));
  private final long end = System.nanoTime() + length.toNanos();

  @TempDir Path folder;

  @Test
  void nothingIsLostAndMemoryStaysFlat() throws Exception {
    var user = new PackageUser(folder.resolve("home"));
    Path keys = Files.createDirectory(folder.resolve("server"));
    try (RealSshd server = RealSshd.start(keys, "MaxStartups 100", "RekeyLimit default none");
        Echo echo = new Echo();
        var broken = new Line(server.port());
        ExecutorService work = Executors.newVirtualThreadPerTaskExecutor()) {
      user.meet(server);
      int[] ports = {freePort(), freePort(), freePort()};
      Process forwarder = forwarder(user, echo, ports);
      try (TmuxPane pane = TmuxPane.run(folder, shell(user))) {
        pane.await(Pattern.compile("(?m)^shell is there"));
        var traffic = new Traffic(end);
        var socks = new Proxy(Proxy.Type.SOCKS, Traffic.at(ports[2]));
        List<Future<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          tasks.add(work.submit(() -> traffic.over(Proxy.NO_PROXY, ports[0])));
          tasks.add(work.submit(() -> traffic.over(Proxy.NO_PROXY, ports[1])));
          tasks.add(work.submit(() -> traffic.over(socks, echo.port())));
        }
        Future<Integer> sizes = work.submit(() -> resize(pane));
        Future<Integer> faults = work.submit(() -> fail(user, broken));
        ProcessHandle shell = pane.program();
        Memory memory = Memory.watch(List.of(forwarder.toHandle(), shell), end);
        int connections = 0;
        for (Future<Integer> each : tasks) {
          connections += each.get();
        }
        String told =
            "soak of %s: %d connections through forwards, %d MB each way, %d key exchanges, %d sizes, %d faults, %s"
                .formatted(
                    length,
                    connections,
                    traffic.bytes() >> 20,
                    keyExchanges(),
                    sizes.get(),
                    faults.get(),
                    memory);
        Files.writeString(Path.of("target/soak.txt"), told + "\n");
        assertTrue(forwarder.isAlive() && shell.isAlive(), "both connections stayed");
        assertTrue(memory.isFlat(), told);
      } finally {
        forwarder.destroy();
        forwarder.waitFor();
      }
      assertTrue(keyExchanges() > 2, "keys were exchanged again");
    }
  }

  /** Stays with three forwards; what it says goes to a file. */
  private Process forwarder(PackageUser user, Echo echo, int[] ports) throws Exception {
    String line =
        "exec %s -v -N -o ExitOnForwardFailure=yes -p $PORT -L %d:127.0.0.1:%d -R %d:127.0.0.1:%d -D %d 127.0.0.1 2>%s"
            .formatted(CONNECT, ports[0], echo.port(), ports[1], echo.port(), ports[2], log());
    Process forwarder = user.starts("sh", "-c", line);
    long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!Traffic.answers(ports[2]) || !Traffic.answers(ports[1])) {
      assertTrue(forwarder.isAlive() && System.nanoTime() < patience, "the forwards come up");
    }
    return forwarder;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private long keyExchanges() throws IOException {
    try (var lines = Files.lines(log())) {
      return lines.filter(line -> line.contains("new keys by")).count();
    }
  }

  private static String shell(PackageUser user) {
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    return script + CONNECT + "-tt -p $PORT 127.0.0.1 'echo shell is there; exec sh'\n";
  }

  /** Gives the window one size after the other, until the remote shell knows each. */
  private int resize(TmuxPane pane) throws Exception {
    var random = new Random(1);
    int sizes = 0;
    for (int question = 0; System.nanoTime() < end; sizes++) {
      int columns = 60 + random.nextInt(100);
      int rows = 10 + random.nextInt(40);
      pane.resize(columns, rows);
      String known = "";
      long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!known.equals(rows + " " + columns)) {
        assertTrue(
            System.nanoTime() < patience,
            "the remote shell has '%s', the window %d %d".formatted(known, rows, columns));
        question++;
        pane.type("echo size " + question + ": $(stty size)", "Enter");
        Pattern answer = Pattern.compile("size " + question + ": (\\d+ \\d+)\\s");
        Matcher found = answer.matcher(pane.await(answer));
        assertTrue(found.find());
        known = found.group(1);
      }
    }
    return sizes;
  }

  /** Runs commands over lines that break, each in its own way. */
  private int fail(PackageUser user, Line line) throws Exception {
    var random = new Random(2);
    Line.Fault[] kinds = Line.Fault.values();
    int faults = 0;
    for (; System.nanoTime() < end; faults++) {
      Line.Fault kind = kinds[faults % kinds.length];
      line.fail(kind, random.nextInt(200_000));
      Result result =
          user.types(
              CONNECT
                  + "-o ServerAliveInterval=1 -o ServerAliveCountMax=3 -p "
                  + line.port()
                  + " 127.0.0.1 'head -c 300000 /dev/zero'");
      boolean sound = kind == Line.Fault.NONE || kind == Line.Fault.TRICKLE;
      assertEquals(sound ? 0 : 255, result.status(), () -> kind + ": " + result.err());
      int length = result.out().length();
      assertTrue(sound ? length == 300_000 : length < 300_000, () -> kind + ": " + length);
      assertTrue(result.out().chars().allMatch(sign -> sign == 0), "no byte was changed");
    }
    return faults;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
