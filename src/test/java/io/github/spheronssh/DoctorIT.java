package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.SilentServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The doctor of the packaged program: it ends in time, whatever never answers. */
@DisabledOnOs(OS.WINDOWS)
final class DoctorIT {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    user.with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void aServiceAndAServerThatNeverAnswer() throws Exception {
    serviceHangs();
    endsInTime("api", "127.0.0.1:" + open(new SilentServer(0)).port());
  }

  @Test
  void aServiceThatNeverAnswersAndANameThatOnlyItKnows() throws Exception {
    serviceHangs();
    endsInTime("api", "box.invalid");
  }

  @Test
  void aServiceThatNeverAnswersBesideAServerThatIsWell() throws Exception {
    serviceHangs();
    endsInTime("api", "%s@127.0.0.1:%d".formatted(System.getProperty("user.name"), sshd().port()));
  }

  @Test
  void aPortThatDropsWhoeverCalls() throws Exception {
    serviceSays(full());
    endsInTime("tcp", "box");
  }

  @Test
  void aServerThatSaysNothing() throws Exception {
    serviceSays(open(new SilentServer(0)).port());
    endsInTime("banner", "box");
  }

  @Test
  void aServerThatSaysItsVersionAndNoMore() throws Exception {
    try (var hung = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> greet(hung));
      serviceSays(hung.getLocalPort());
      endsInTime("key-exchange", "box");
    }
  }

  @Test
  void aProxyThatSaysNothing() throws Exception {
    serviceSays(sshd().port());
    user.with("SPHERON_SSH_PROXY", "socks5://127.0.0.1:" + open(OddServer.silent()).port());
    endsInTime("route", "box");
  }

  @Test
  void aConnectionThatFreezesAtAnyPlace() throws Exception {
    int server = sshd().port();
    for (long bytes : new long[] {2_000, 4_000, 5_000, 20_000, 100_000}) {
      Line line = open(new Line(server));
      line.fail(Line.Fault.FREEZE, bytes);
      serviceSays(line.port());
      endsInTime("", "box");
    }
  }

  /** It ends in time, and this has failed; whatever it is where none is named. */
  private void endsInTime(String id, String target) throws Exception {
    long start = System.nanoTime();
    Result result = user.types("exec spheron-ssh doctor -q --json " + target);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(1, result.status(), result.toString());
    assertTrue(took.compareTo(LIMIT) < 0, took + ": " + result);
    List<String> failed = failed(result);
    assertTrue(id.isEmpty() ? !failed.isEmpty() : failed.contains(id), result.out());
    assertEquals("", result.err());
  }

  private static List<String> failed(Result result) {
    var failed = new ArrayList<String>();
    String id = "";
    for (String line : result.out().lines().map(String::strip).toList()) {
      if (line.startsWith("\"id\" : ")) {
        id = line.replaceAll("^\"id\" : \"|\",$", "");
      }
      if (line.equals("\"result\" : \"fail\",")) {
        failed.add(id);
      }
    }
    return failed;
  }

  private void serviceHangs() throws Exception {
    user.with("SPHERON_API_BASE", "http://127.0.0.1:" + open(new SilentServer(0)).port());
  }

  private void serviceSays(int port) throws Exception {
    InstanceService service = open(new InstanceService());
    service.says("d1", "box", "running", port);
    user.with("SPHERON_API_BASE", service.url());
  }

  private RealSshd sshd() throws Exception {
    RealSshd sshd = open(RealSshd.start(Files.createDirectory(folder.resolve("server"))));
    sshd.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
    return sshd;
  }

  /** The port of a server that takes no one any more. */
  private int full() throws Exception {
    ServerSocket server = open(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    while (true) {
      Socket waiting = open(new Socket());
      try {
        waiting.connect(server.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException e) {
        return server.getLocalPort();
      }
    }
  }

  private void greet(ServerSocket server) {
    while (true) {
      try {
        Socket caller = open(server.accept());
        caller
            .getOutputStream()
            .write("SSH-2.0-hung\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      } catch (java.io.IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private synchronized <T extends AutoCloseable> T open(T each) {
    opened.add(each);
    return each;
  }
}
