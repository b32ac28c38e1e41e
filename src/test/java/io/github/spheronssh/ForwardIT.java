package io.github.spheronssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ssh's letters for forwards do to a run of connect; sshd's own greeting is what they reach.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX) // whose env(1) undoes what a background job inherits
final class ForwardIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT ";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server = RealSshd.start(Files.createDirectory(folder.resolve("server")));
    user.meet(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nothingRunsUnlessAllForwardsAreThere() throws Exception {
    String taken = "127.0.0.1:$PORT:h:1 ";
    for (String forward : new String[] {"-L " + taken, "-R " + taken}) {
      Result strict =
          user.types(CONNECT + "-o ExitOnForwardFailure=yes " + forward + "127.0.0.1 echo ran");
      assertEquals(255, strict.status(), strict.err());
      assertEquals("", strict.out());
      assertTrue(strict.err().contains(String.valueOf(server.port())), strict.err());
      Result lenient = user.types(CONNECT + forward + "127.0.0.1 'echo ran'");
      assertEquals("ran\n", lenient.out(), lenient.err());
      assertTrue(lenient.err().contains("Warning: "), lenient.err());
    }
    Result cleared =
        user.types(
            CONNECT
                + "-o ExitOnForwardFailure=yes -o ClearAllForwardings=yes -L "
                + taken
                + "127.0.0.1 echo ran");
    assertEquals(new Result(0, "ran\n", ""), cleared);
  }

  @Test
  void theChosenPortIsPrintedAsSshPrintsIt() throws Exception {
    String line =
        "until grep -q . said; do sleep 0.1; done; read a b port rest <said;"
            + " exec 3<>/dev/tcp/127.0.0.1/$port; head -c 8 <&3";
    Result result =
        user.types(
            CONNECT
                + "-o ExitOnForwardFailure=yes -R 0:127.0.0.1:$PORT 127.0.0.1 \"cd $HOME; bash -c "
                + "'"
                + line.replace("$", "\\$")
                + "'\" 2>said; cat said >&2");
    assertEquals("SSH-2.0-", result.out(), result.err());
    assertTrue(
        result
            .err()
            .matches(
                "Allocated port \\d+ for remote forward to 127.0.0.1:" + server.port() + "\\n"),
        result.err());
  }

  @Test
  void theRealSshComesThroughStdinAndStdout() throws Exception {
    Path second = Files.createDirectory(folder.resolve("second"));
    try (RealSshd behind = RealSshd.start(second)) {
      behind.authorize(Files.readString(user.home().resolve(".ssh/id_ed25519.pub")).strip());
      String ssh =
          "%s -F none -i %s -o UserKnownHostsFile=%s -o StrictHostKeyChecking=no -o LogLevel=ERROR"
              .formatted(RealPrograms.require("ssh"), user.key(), folder.resolve("others"));
      String proxy = " -o 'ProxyCommand=" + CONNECT + "-W %h:%p 127.0.0.1' -p " + behind.port();
      Result result =
          user.types(
              "echo x | "
                  + ssh
                  + proxy
                  + " 127.0.0.1 'head -c 3000000 /dev/zero | wc -c; cat; exit 3'");
      assertEquals(new Result(3, "3000000\nx\n", ""), result);
    }
  }

  @Test
  void aPlaceThatStdinCantBeJoinedToIsAnError() throws Exception {
    Result result = user.types(CONNECT + "-W 127.0.0.1:" + freePort() + " 127.0.0.1");
    assertEquals(255, result.status());
    assertTrue(
        result.err().contains("open failed: connect failed: Connection refused"), result.err());
  }

  @Test
  void theCommandsEndIsWaitedBeyondWhereConnectionsAreOpen() throws Exception {
    int port = freePort();
    Process program =
        user.starts(
            "sh",
            "-c",
            "exec "
                + CONNECT
                + "-L "
                + port
                + ":127.0.0.1:$PORT 127.0.0.1 'echo up; read end; echo over'");
    try (BufferedReader out = program.inputReader()) {
      assertEquals("up", out.readLine());
      try (Socket socket = connect(port)) {
        assertEquals('S', socket.getInputStream().read());
        program.outputWriter().write("\n");
        program.outputWriter().flush();
        assertEquals("over", out.readLine());
        assertTrue(program.isAlive(), "a connection is open");
        socket.getOutputStream().write("nonsense\n".getBytes(UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
      assertEquals(0, endOf(program));
    }
  }

  @Test
  void itGoesToTheBackgroundWithItsForwardsAndNotWithoutThem() throws Exception {
    int port = freePort();
    Result failed =
        user.types(
            CONNECT
                + "-f -N -o ExitOnForwardFailure=yes -L 127.0.0.1:$PORT:h:1 127.0.0.1; echo :$?");
    assertEquals(":255\n", failed.out(), failed.err());
    Result begun =
        user.types(
            CONNECT
                + "-f -N -o ExitOnForwardFailure=yes -L "
                + port
                + ":127.0.0.1:$PORT 127.0.0.1 2>said; echo :$?");
    assertEquals(":0\n", begun.out(), begun.err());
    try (Socket socket = connect(port)) {
      assertEquals('S', socket.getInputStream().read());
      server.close();
      socket.getInputStream().readAllBytes();
    }
  }

  @Test
  void whatCarriesNothingForTooLongIsClosed() throws Exception {
    Result session =
        user.types(CONNECT + "-o ChannelTimeout=session=1 127.0.0.1 'echo begun; sleep 60'");
    assertEquals(255, session.status(), session.err());
    assertEquals("begun\n", session.out());
    assertTrue(
        session.err().contains("the session carried nothing for 1 s, and is closed"),
        session.err());
    int port = freePort();
    Result forward =
        user.types(
            CONNECT
                + "-o 'ChannelTimeout=session=0 direct-*=1' -L "
                + port
                + ":127.0.0.1:$PORT 127.0.0.1 \"bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
                + port
                + "; timeout 60 cat <&3'\"");
    assertEquals(0, forward.status(), forward.err());
    assertTrue(forward.out().startsWith("SSH-2.0-"), forward.out());
  }

  @Test
  void aSignalTakesItsSocketsAway() throws Exception {
    Path socket = user.home().resolve("socket");
    Process program =
        user.starts(
            "sh", "-c", "exec " + CONNECT + "-v -N -L " + socket + ":127.0.0.1:$PORT 127.0.0.1");
    String line = "";
    while (!line.contains("waiting for connections")) {
      line = program.errorReader().readLine();
      assertNotNull(line, "the program listens");
    }
    assertTrue(Files.exists(socket));
    program.destroy();
    assertEquals(143, endOf(program));
    assertFalse(Files.exists(socket));
  }

  @Test
  void forwardsComeAndGoAtTheCommandLineOfTheEscape() throws Exception {
    int port = freePort();
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append(CONNECT + "-t -o EnableEscapeCommandline=yes 127.0.0.1 'echo ready; cat'\n");
    try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
      pane.await("ready");
      answers(pane, "-h", "Cancel dynamic forward");
      answers(pane, "-L " + port + ":127.0.0.1:" + server.port(), "Forwarding port.");
      try (Socket socket = connect(port)) {
        assertEquals('S', socket.getInputStream().read());
        pane.type("Enter", "~#");
        pane.await("direct-tcpip to 127.0.0.1:" + server.port());
      }
      answers(pane, "-KL " + port, "Canceled forwarding.");
      answers(pane, "-KD " + port, "Unknown port forwarding.");
      answers(pane, "-L 1", "Bad local forwarding specification");
      pane.type("Enter", "~.");
    }
  }

  private static void answers(TmuxPane pane, String line, String answer) throws Exception {
    pane.type("Enter", "~C");
    pane.await(Pattern.compile("ssh> \\s*$")); // the far side may echo the end of the line later
    pane.type(" " + line, "Enter");
    pane.await(answer);
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static int endOf(Process program) throws InterruptedException {
    boolean ended = program.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      program.destroyForcibly();
    }
    assertTrue(ended, "the program ends");
    return program.exitValue();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
