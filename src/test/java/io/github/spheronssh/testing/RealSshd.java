package io.github.spheronssh.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's own server on a loopback port, with keys and configuration in a folder of its own. It
 * lets in the user who runs the test and nobody else, so it needs no root.
 */
public final class RealSshd implements Sshd {
  private static final long PATIENCE_SECONDS = 20;

  private final Path folder;
  private final int port;
  private final Process process;
  private final List<String> log = new ArrayList<>();
  private boolean ended;

  private RealSshd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    Thread.ofVirtual().start(this::readLog);
  }

  /**
   * Starts the server; further lines of sshd_config(5) outrank its own.
   *
   * @param folder an empty one, for its keys and configuration
   */
  public static RealSshd start(Path folder, String... configuration) throws Exception {
    Path sshd = RealPrograms.require("sshd");
    privilegeSeparationFolder();
    hostKey(folder, "ed25519");
    hostKey(folder, "ecdsa");
    Files.writeString(folder.resolve("authorized_keys"), "");
    Files.createDirectories(folder.resolve("login"));
    while (true) {
      int port = freePort();
      Path file = folder.resolve("sshd_config");
      Files.write(file, lines(folder, port, configuration));
      Process process =
          new ProcessBuilder(sshd.toString(), "-D", "-e", "-f", file.toString())
              .redirectErrorStream(true)
              .start();
      RealSshd server = new RealSshd(folder, port, process);
      // Another program may have taken the port meanwhile: then the server says so and ends.
      if (server.awaitLog("Server listening on|Address already in use").contains("listening")) {
        return server;
      }
      server.close();
    }
  }

  private static List<String> lines(Path folder, int port, String... configuration) {
    List<String> lines = new ArrayList<>(List.of(configuration));
    lines.addAll(
        List.of(
            "ListenAddress 127.0.0.1",
            "Port " + port,
            "HostKey " + folder.resolve("host_ed25519"),
            "HostKey " + folder.resolve("host_ecdsa"),
            "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
            // No start-up file of the user who runs the test is read by its shells.
            "SetEnv HOME=" + folder.resolve("login"),
            "PidFile none",
            "UsePAM no",
            "StrictModes no",
            "LogLevel VERBOSE"));
    return lines;
  }

  @Override
  public int port() {
    return port;
  }

  /** Lets in whoever has the private half of this key; options may stand in front of it. */
  @Override
  public void authorize(String authorizedKeysLine) throws IOException {
    Path file = folder.resolve("authorized_keys");
    Files.writeString(file, Files.readString(file) + authorizedKeysLine + "\n");
  }

  @Override
  public String hostKey() throws IOException {
    return hostKey("ed25519");
  }

  /** The public host key of a kind, {@code ed25519} or {@code ecdsa}, as a line. */
  public String hostKey(String kind) throws IOException {
    return Files.readString(folder.resolve("host_" + kind + ".pub")).strip();
  }

  /** What the server has logged so far. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Waits for a line in which the pattern is found. */
  public String awaitLog(String pattern) throws InterruptedException {
    var find = java.util.regex.Pattern.compile(pattern);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (log) {
      for (int seen = 0; ; ) {
        for (; seen < log.size(); seen++) {
          if (find.matcher(log.get(seen)).find()) {
            return log.get(seen);
          }
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (ended || left <= 0) {
          throw new AssertionError("sshd did not log " + pattern + " but " + log);
        }
        log.wait(left);
      }
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (log) {
          log.add(line);
          log.notifyAll();
        }
      }
    } catch (IOException e) {
      return; // closed, and its output with it
    } finally {
      synchronized (log) {
        ended = true;
        log.notifyAll();
      }
    }
  }

  /** Ends the server and its connections. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void hostKey(Path folder, String kind) throws Exception {
    Path file = folder.resolve("host_" + kind);
    if (Files.exists(file)) {
      return;
    }
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", kind, "-N", "", "-C", "host", "-f", file).succeeded();
  }

  /** As root, sshd wants the folder that its service makes. */
  private static void privilegeSeparationFolder() throws IOException {
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
  }
}
