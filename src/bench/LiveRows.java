import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What a connection is like while it is open. */
final class LiveRows {
  private static final int CONNECTIONS = 10_000;
  private static final int AT_ONCE = 64;
  private static final int KEYS = 500;

  /** Quoted for the shell of script(1). */
  private static final String CAT = "'echo ready; exec cat'";

  private LiveRows() {}

  static List<Row> all() {
    return List.of(
        Row.of("forwards", "10,000 connections through one -L", LiveRows::forwards),
        Row.of("keystroke", "keystroke to echo", LiveRows::keystrokes));
  }

  private static List<Result> forwards(Lab lab) throws Exception {
    lab.warm(lab.port());
    try (var echo = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(echo));
      int to = echo.getLocalPort();
      double ours = rate(lab, lab.connect(lab.port()), to);
      double ssh = rate(lab, lab.ssh(lab.port()), to);
      return List.of(
          Result.atLeast(
              "10,000 forwarded connections, 64 at a time",
              ours / ssh,
              0.8,
              "× ssh's rate",
              "%.0f a second; ssh %.0f, none lost".formatted(ours, ssh)));
    }
  }

  private static void serve(ServerSocket echo) {
    try {
      while (true) {
        Socket each = echo.accept();
        Thread.ofVirtual().start(() -> answer(each));
      }
    } catch (IOException e) {
      return; // closed: the row is done
    }
  }

  private static void answer(Socket each) {
    try (each) {
      each.getInputStream().transferTo(each.getOutputStream());
    } catch (IOException e) {
      System.err.println("an echo failed: " + e.getMessage());
    }
  }

  /** Connections a second. */
  private static double rate(Lab lab, List<String> client, int to) throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var command = new ArrayList<>(client);
    command.addAll(
        client.size() - 1,
        List.of("-N", "-oExitOnForwardFailure=yes", "-L%d:127.0.0.1:%d".formatted(port, to)));
    Process process = lab.start(command);
    try {
      await(port);
      var lost = new AtomicInteger();
      long start = System.nanoTime();
      var room = new Semaphore(AT_ONCE);
      try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CONNECTIONS; i++) {
          room.acquire();
          all.submit(
              () -> {
                try (var each = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  each.getOutputStream().write('x');
                  if (each.getInputStream().read() != 'x') {
                    lost.incrementAndGet();
                  }
                } catch (IOException e) {
                  lost.incrementAndGet();
                } finally {
                  room.release();
                }
              });
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (lost.get() > 0) {
        throw new IllegalStateException(command + " lost " + lost + " connections");
      }
      return CONNECTIONS / seconds;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void await(int port) throws InterruptedException {
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
  }

  private static List<Result> keystrokes(Lab lab) throws Exception {
    lab.warm(lab.port());
    double[] ours = echoes(lab, lab.connect(lab.port(), CAT));
    double[] ssh = echoes(lab, lab.ssh(lab.port(), CAT));
    return List.of(percentile("p50", 0.5, ours, ssh), percentile("p99", 0.99, ours, ssh));
  }

  private static Result percentile(String name, double share, double[] ours, double[] ssh) {
    double we = ours[(int) (share * (ours.length - 1))];
    double they = ssh[(int) (share * (ssh.length - 1))];
    return Result.atMost(
        "keystroke to echo, " + name,
        we,
        1.2 * they + 0.5,
        "ms",
        "%.2f ms; ssh %.2f ms".formatted(we, they));
  }

  /** Times from a key to its echo by the remote terminal, in milliseconds, sorted. */
  private static double[] echoes(Lab lab, List<String> client) throws Exception {
    var command = new ArrayList<>(client);
    command.add(client.size() - 2, "-tt");
    Process process = lab.start(List.of("script", "-qfec", String.join(" ", command), "/dev/null"));
    var times = new double[KEYS];
    try {
      OutputStream keys = process.getOutputStream();
      InputStream screen = process.getInputStream();
      // Before that the local terminal echoes.
      for (int seen = screen.read(); seen != 'y'; seen = screen.read()) {
        if (seen < 0) {
          throw new IOException(command + " ended");
        }
      }
      for (int i = -50; i < KEYS; i++) { // the first are for warming up
        Thread.sleep(10); // as somebody types, one after the other
        long start = System.nanoTime();
        keys.write('x');
        keys.flush();
        for (int seen = screen.read(); seen != 'x'; seen = screen.read()) {
          if (seen < 0) {
            throw new IOException(command + " ended");
          }
        }
        if (i >= 0) {
          times[i] = (System.nanoTime() - start) / 1e6;
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
    Arrays.sort(times);
    return times;
  }
}
