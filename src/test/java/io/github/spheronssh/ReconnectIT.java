package io.github.spheronssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections to a real server that are cut under a shell and under forwards. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
final class ReconnectIT {
  private static final String CONNECT = "spheron-ssh connect --reconnect -p $PORT 127.0.0.1";

  @TempDir Path folder;
  private RealSshd server;
  private Line line;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "SetEnv HOME=%s HISTFILE=/dev/null".formatted(user.home()),
            "PrintMotd no");
    line = new Line(server.port());
    user.meet(server).with("PORT", line.port());
    Files.writeString(
        user.home().resolve(".ssh/known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(line.port(), server.hostKey()));
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    server.close();
  }

  @Test
  void aShellWhoseLineIsCutIsFollowedByANewOneThatHasAllKeys() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      inShell(pane, "first");
      line.cut();
      String said = pane.await("this is a new shell");
      inShell(pane, "second");
      pane.type("exit 5", "Enter");

      assertEnds(pane, 5);
      assertTrue(said.contains("spheron-ssh: session: the connection to 127.0.0.1:"), said);
      assertTrue(said.contains("was lost: "), said);
      assertTrue(said.contains("connecting again; ^C ends it"), said);
    }
  }

  @Test
  void anInterruptEndsTheWaitingForALostServer() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      inShell(pane, "first");
      line.turnAway(true);
      line.cut();
      pane.await("waiting for 127.0.0.1");
      pane.type("C-c");

      assertEnds(pane, 130);
    }
  }

  @Test
  void aServerThatComesBackIsFoundByTryingAgain() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      inShell(pane, "first");
      line.turnAway(true);
      line.cut();
      pane.await("waiting for 127.0.0.1");
      pane.type("typed while nobody reads", "Enter");
      line.turnAway(false);
      pane.await("this is a new shell");
      inShell(pane, "second");
      pane.type("exit", "Enter");

      assertEnds(pane, 0);
    }
  }

  @Test
  void whoLeavesIsNotConnectedAgain() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      inShell(pane, "first");
      pane.type("~.");
      String said = assertEnds(pane, 255);
      assertFalse(said.contains("connecting again"), said);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "terminated-provider, taken back by the provider (spot)",
    "stopped, can't be logged in to: stopped",
    "terminated, can't be logged in to: terminated"
  })
  void anInstanceThatHasEndedIsGivenUpAndSaidToHave(String status, String words) throws Exception {
    try (InstanceService service = service();
        TmuxPane pane = run("spheron-ssh connect --reconnect $(id -un)@box")) {
      inShell(pane, "first");
      service.says("d1", "box", status, line.port());
      line.cut();

      String said = assertEnds(pane, 255);
      assertTrue(oneLine(said).contains(words), said);
    }
  }

  @Test
  void anInstanceThatMovedIsFoundWhereTheServiceSaysThatItIs() throws Exception {
    try (InstanceService service = service();
        Line other = new Line(server.port());
        TmuxPane pane = run("spheron-ssh connect --reconnect $(id -un)@box")) {
      inShell(pane, "first");
      service.says("d1", "box", "running", other.port());
      line.turnAway(true);
      line.cut();
      String said = pane.await("this is a new shell");
      assertTrue(oneLine(said).contains("which is at 127.0.0.1:" + other.port() + " now"), said);
      inShell(pane, "second");
      pane.type("exit", "Enter");
      assertEnds(pane, 0);
    }
  }

  @Test
  void anotherHostKeyIsNeverTaken() throws Exception {
    try (TmuxPane pane =
            run(CONNECT + " -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=accept-new");
        RealSshd stranger = RealSshd.start(Files.createDirectory(folder.resolve("stranger")))) {
      stranger.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
      inShell(pane, "first");
      line.leadTo(stranger.port());
      line.cut();

      String said = assertEnds(pane, 255);
      assertTrue(oneLine(said).contains("error: host key: "), said);
      assertFalse(said.contains("this is a new shell"), said);
    }
  }

  @Test
  void forwardsAreThereAgainAndTheProgramStaysUntilItIsToldToEnd() throws Exception {
    int port = freePort();
    Process process =
        user.starts(
            "spheron-ssh",
            "connect",
            "--reconnect",
            "-N",
            "-L",
            port + ":127.0.0.1:" + server.port(),
            "-p",
            String.valueOf(line.port()),
            "127.0.0.1");
    try (BufferedReader said = process.errorReader()) {
      greeting(port);
      line.cut();
      String words = said.readLine();
      while (!words.contains("connected again to ")) {
        words = said.readLine();
      }
      assertFalse(words.contains("shell"), words);
      greeting(port);
      process.destroy();
      assertEquals(143, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatWentToTheBackgroundConnectsAgainToo() throws Exception {
    int port = freePort();
    String forward =
        "-L %d:127.0.0.1:%d -o ExitOnForwardFailure=yes".formatted(port, server.port());
    String local = "-o PermitLocalCommand=yes -o 'LocalCommand=echo $PPID >pid'";
    assertEquals(
        0, user.types("%s -f -N %s %s 2>said".formatted(CONNECT, forward, local)).status());
    ProcessHandle program =
        ProcessHandle.of(Long.parseLong(Files.readString(user.home().resolve("pid")).strip()))
            .orElseThrow();
    try {
      greeting(port);
      line.cut();
      user.types("until grep -q 'connected again to ' said; do sleep 0.1; done");
      greeting(port);
      assertTrue(program.isAlive());
    } finally {
      program.destroy();
    }
    program.onExit().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aForwardThatWasAddedWhileItRanIsThereAgain() throws Exception {
    int port = freePort();
    try (TmuxPane pane = run(CONNECT + " -o EnableEscapeCommandline=yes")) {
      inShell(pane, "first");
      pane.type("Enter", "~C");
      pane.await(Pattern.compile("ssh> \\s*$"));
      pane.type(" -L %d:127.0.0.1:%d".formatted(port, server.port()), "Enter");
      pane.await("Forwarding port.");
      line.cut();
      pane.await("this is a new shell");
      inShell(pane, "second");
      greeting(port);
      pane.type("exit", "Enter");
      assertEnds(pane, 0);
    }
  }

  @Test
  void whatWouldRunTwiceIsRefusedBeforeAnythingIsDialled() throws Exception {
    user.isRefused(255, "--reconnect is not for a command", CONNECT + " echo ran");
    user.isRefused(255, "--reconnect is not for a command", CONNECT + " -s sftp");
    user.isRefused(255, "--reconnect is not for -W", CONNECT + " -W localhost:1");
    user.isRefused(255, "--reconnect needs a shell that somebody types to", CONNECT);
  }

  /** A service that knows the server as an instance, to which the user has the key. */
  private InstanceService service() throws IOException {
    InstanceService service = new InstanceService();
    service.says("d1", "box", "running", line.port());
    user.with("SPHERON_API_BASE", service.url())
        .with("SPHERON_API_KEY", AccountService.KEY)
        .with("SPHERON_SSH_HOST_KEY", "accept-new");
    return service;
  }

  /** Types into a shell, and waits for what only the shell can answer. */
  private static void inShell(TmuxPane pane, String name) throws Exception {
    pane.type("echo %s:$((40+2)):".formatted(name), "Enter");
    pane.await(name + ":42:");
  }

  /** Waits until a connection to the port is led to the server, which greets. */
  private static void greeting(int port) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        assertEquals("SSH-2.0-", new String(socket.getInputStream().readNBytes(8), UTF_8));
        return;
      } catch (IOException e) {
        assertTrue(System.nanoTime() < deadline, e::toString);
        Thread.onSpinWait(); // the port opens when the login is done, which nothing tells
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private TmuxPane run(String command) throws Exception {
    StringBuilder script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append("trap : INT\nstty -a >'%s'%n".formatted(folder.resolve("before")));
    script.append(command);
    script.append("\nstatus=$?\nstty -a >'%s'%n".formatted(folder.resolve("after")));
    return TmuxPane.run(folder, script + "echo \"ended with $status.\"\n");
  }

  private String assertEnds(TmuxPane pane, int status) throws Exception {
    String shown = pane.await(Pattern.compile("ended with \\d+\\."));
    assertTrue(shown.contains("ended with " + status + "."), shown);
    assertEquals(
        Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
    return shown;
  }

  /** The terminal breaks no line by itself, but the tests need none either. */
  private static String oneLine(String shown) {
    return shown.replaceAll("\\R", "");
  }
}
