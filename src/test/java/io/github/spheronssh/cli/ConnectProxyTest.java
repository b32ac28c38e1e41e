package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code connect --proxy} through proxies that others wrote. */
@Timeout(120)
final class ConnectProxyTest {
  @TempDir Path home;
  private RealSshd sshd;
  private CommandRun commands;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Path folder = Files.createDirectories(home.resolve(".ssh"));
    Path key = folder.resolve("id_ed25519");
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key)
        .succeeded();
    sshd = RealSshd.start(Files.createDirectory(home.resolve("sshd")));
    sshd.authorize(Files.readString(Path.of(key + ".pub")).strip());
    Files.writeString(
        folder.resolve("known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(sshd.port(), sshd.hostKey("ed25519")));
    commands = new CommandRun(home);
  }

  @AfterEach
  void stop() {
    started.forEach(each -> each.destroyForcibly().onExit().join());
    sshd.close();
  }

  @Test
  void aProxyThatSpeaksHttpIsGoneThrough() throws Exception {
    int port = httpProxy("");
    Result result = connect("--proxy", "http://127.0.0.1:" + port, "-v");
    assertEquals("there\n", result.out(), result.err());
    assertTrue(result.err().contains("connecting through the proxy http://127.0.0.1:" + port));
  }

  @Test
  void itsPasswordMayStandInTheEnvironmentAndNotOnTheCommandLine() throws Exception {
    String proxy = "http://ada:secret@127.0.0.1:" + httpProxy("BasicAuth ada secret\n");
    Result typed = connect("--proxy", proxy);
    assertEquals(255, typed.status());
    assertTrue(typed.err().contains("can be read by everybody"), typed.err());
    assertFalse(typed.err().contains("secret"), typed.err());
    Result without = connect("--proxy", proxy.replace("ada:secret@", ""));
    assertEquals(255, without.status());
    assertTrue(without.err().contains("TCP: "), without.err());
    assertTrue(without.err().contains("407"), without.err());
    commands.with("SPHERON_SSH_PROXY", proxy);
    Result result = connect("-vvv");
    assertEquals("there\n", result.out(), result.err());
    assertFalse(result.err().contains("secret"), result.err());
  }

  @Test
  void theProxiesOfTheEnvironmentAreNotForSsh() throws Exception {
    commands.with("HTTPS_PROXY", "http://127.0.0.1:1").with("ALL_PROXY", "socks5://127.0.0.1:1");
    assertEquals("there\n", connect().out());
  }

  @Test
  void theDryRunHasNcGoThroughIt() {
    String command = connect("--dry-run", "--proxy", "socks5://127.0.0.1:1080").out();
    assertTrue(command.contains("'ProxyCommand=nc -X 5 -x 127.0.0.1:1080 %h %p'"), command);
  }

  @Test
  void opensshsOwnSocksServerIsGoneThrough() throws Exception {
    int port = freePort();
    begin(
        "Local forwarding listening",
        RealPrograms.require("ssh").toString(),
        "-Fnone",
        "-vN",
        "-D127.0.0.1:" + port,
        "-p" + sshd.port(),
        "-i" + home.resolve(".ssh/id_ed25519"),
        "-oUserKnownHostsFile=" + home.resolve(".ssh/known_hosts"),
        sshd.userName() + "@127.0.0.1");
    Result result = connect("--proxy", "socks5://127.0.0.1:" + port);
    assertEquals("there\n", result.out(), result.err());
  }

  private Result connect(String... options) {
    var words = new ArrayList<>(List.of("connect", "--no-api"));
    words.addAll(List.of(options));
    words.addAll(List.of("-p" + sshd.port(), sshd.userName() + "@127.0.0.1", "echo there"));
    return commands.run(words.toArray(String[]::new));
  }

  private int httpProxy(String settings) throws Exception {
    int port = freePort();
    Path file = home.resolve("tinyproxy.conf");
    Files.writeString(
        file, "Port %d\nListen 127.0.0.1\nLogLevel Info\n%s".formatted(port, settings));
    String program = RealPrograms.require("tinyproxy").toString();
    begin("Accepting connections", program, "-d", "-c", file.toString());
    return port;
  }

  /** Starts a program, and waits until it says that it is ready. */
  private void begin(String ready, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    BufferedReader lines = process.inputReader();
    var said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains(ready)) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return;
      }
    }
    throw new AssertionError(List.of(command) + " ended: " + said);
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
