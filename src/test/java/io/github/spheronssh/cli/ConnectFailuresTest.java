package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.SilentServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each layer that a connect can fail in: the message begins with it and the instance's name, says
 * what was met, and names the next command; the exit code is 255.
 */
@Timeout(120)
final class ConnectFailuresTest {
  @TempDir Path home;
  @TempDir Path server;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    service = new InstanceService();
    commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
    assertEquals(0, commands.run("keygen", "--no-passphrase", "-q").status());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theServiceThatRefusesTheKey() {
    service.answersWith(401);
    fails("API: ", "401", connect("box.invalid"));
  }

  @Test
  void theServiceThatFails() {
    service.answersWith(500);
    fails("API: GET /api/deployments: ", "the service fails (500", connect("box.invalid"));
  }

  @Test
  void aNameThatNobodyKnows() {
    Result result = connect("nobody.invalid");
    assertTrue(result.err().startsWith("spheron-ssh: error: target: no instance has"), result::err);
    assertTrue(result.err().contains("hint: spheron-ssh doctor nobody.invalid"), result::err);
    assertEquals(255, result.status());
  }

  @Test
  void aNameWithoutAnAddress() {
    service.saysHost("dep-1", "box", "gone.invalid");
    fails("DNS: box (dep-1): ", "no address is known for the host gone.invalid", connect("box"));
  }

  @Test
  void aNameWithoutAnAddressOfThatFamily() {
    service.says("dep-1", "box", "running", 22);
    fails("DNS: box (dep-1): ", "127.0.0.1 has no IPv6 address", connect("-6", "box"));
  }

  @Test
  void aPortThatNobodyListensAt() throws Exception {
    var closed = new SilentServer(0);
    closed.close();
    service.says("dep-1", "box", "running", closed.port());
    fails("TCP: box (dep-1): ", "took no connection: connection refused", connect("box"));
  }

  @Test
  void aPortThatDoesNotAnswer() throws Exception {
    var waiting = new ArrayList<Socket>();
    try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      fill(full, waiting);
      service.says("dep-1", "box", "running", full.getLocalPort());
      fails(
          "TCP: box (dep-1): ", "did not answer within 1 s", connect("-oConnectTimeout=1", "box"));
    } finally {
      for (Socket each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void aServerThatSaysNothing() throws Exception {
    try (var silent = new SilentServer(0)) {
      service.says("dep-1", "box", "running", silent.port());
      fails("banner: box (dep-1): ", "said nothing", connect("-oConnectTimeout=1", "box"));
    }
  }

  @Test
  void aServerThatSpeaksSomethingElse() throws Exception {
    try (var web = OddServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      service.says("dep-1", "box", "running", web.port());
      fails("banner: box (dep-1): ", "it said: HTTP/1.1 400 Bad Request", connect("box"));
    }
  }

  @Test
  void aServerOfOldAlgorithmsOnly() throws Exception {
    try (var sshd = RealSshd.start(server, "Ciphers aes128-cbc")) {
      service.says("dep-1", "box", "running", sshd.port());
      fails("algorithms: box (dep-1): ", "aes128-cbc", connect("box"));
    }
  }

  @Test
  void aHostKeyThatChanged() throws Exception {
    try (var sshd = RealSshd.start(server)) {
      service.says("dep-1", "box", "running", sshd.port());
      Path pins = Files.createDirectories(home.resolve(".spheron")).resolve("known_hosts");
      String other = Files.readString(home.resolve(".ssh/id_ed25519.pub"));
      Files.writeString(pins, "spheron-dep-1 " + other);
      fails("host key: box (dep-1): ", "has changed", connect("box"));
    }
  }

  @Test
  void aHostKeyThatNobodyIsThereToTrust() throws Exception {
    try (var sshd = RealSshd.start(server)) {
      service.says("dep-1", "box", "running", sshd.port());
      Result result = commands.run("connect", "box", "true");
      fails(
          "host key: box (dep-1): ", "is not known, and nobody has said that it is right", result);
    }
  }

  @Test
  void aLoginThatIsRefusedNamesEachKeyAndItsAnswer() throws Exception {
    try (var sshd = RealSshd.start(server)) {
      service.says("dep-1", "box", "running", sshd.port());
      Result result = connect("-l", sshd.userName(), "box");
      fails("login: box (dep-1): ", "~/.ssh/id_ed25519 (ssh-ed25519 SHA256:", result);
      assertTrue(result.err().contains("): not taken"), result::err);
      assertTrue(result.err().contains("the server offers publickey"), result::err);
    }
  }

  @Test
  void aServerThatRefusesTheSession() throws Exception {
    try (var sshd = welcoming("MaxSessions 0")) {
      Result result = connect("-l", sshd.userName(), "box", "true");
      fails("session: box (dep-1): ", "but refuses to run anything: open failed", result);
    }
  }

  @Test
  void aConnectionThatIsCutInTheSession() throws Exception {
    try (var sshd = welcoming()) {
      Path counter = home.resolve("counter");
      Result result =
          connect("-l", sshd.userName(), "box", "echo run >> %s; kill -9 $PPID".formatted(counter));
      fails("session: box (dep-1): ", "was lost: the server closed the connection", result);
      assertEquals(List.of("run"), Files.readAllLines(counter), "it is never run twice");
    }
  }

  @Test
  void aPlainHostIsNamedToo() throws Exception {
    try (var silent = new SilentServer(0)) {
      String place = "127.0.0.1:" + silent.port();
      Result result = connect("-oConnectTimeout=1", place);
      assertTrue(
          result.err().startsWith("spheron-ssh: error: banner: " + place + ": "), result::err);
      assertTrue(result.err().contains("hint: spheron-ssh doctor " + place), result::err);
    }
  }

  private RealSshd welcoming(String... configuration) throws Exception {
    RealSshd sshd = RealSshd.start(server, configuration);
    sshd.authorize(Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip());
    service.says("dep-1", "box", "running", sshd.port());
    return sshd;
  }

  /** Takes all places in the queue of a server that accepts nobody: the next caller is dropped. */
  private static void fill(ServerSocket server, List<Socket> waiting) throws Exception {
    while (true) {
      var socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException e) {
        return; // it is full
      }
    }
  }

  private Result connect(String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "connect";
    line[1] = "--host-key=accept-new";
    System.arraycopy(words, 0, line, 2, words.length);
    return commands.run(line);
  }

  private static void fails(String start, String met, Result result) {
    String error = result.err().lines().filter(l -> l.contains(": error: ")).findFirst().orElse("");
    assertTrue(error.startsWith("spheron-ssh: error: " + start), result::err);
    assertTrue(error.contains(met), result::err);
    assertTrue(result.err().contains("spheron-ssh: hint: spheron-ssh doctor box"), result::err);
    assertEquals(255, result.status());
    assertEquals("", result.out());
  }
}
