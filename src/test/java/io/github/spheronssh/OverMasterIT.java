package io.github.spheronssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a client wants of a connection that is another's: each of ssh's letters means its own. */
@Timeout(240)
@EnabledOnOs(OS.LINUX) // whose setpriv(1) runs programs as somebody else
final class OverMasterIT {
  private static final String AT = "spheron-ssh connect -p $PORT -o ControlPath=~/.ssh/";
  private static final String OVER = AT + "m ";
  private static final String PERSIST = " -o ControlMaster=auto -o ControlPersist=yes ";

  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;

  @BeforeAll
  static void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    Files.setPosixFilePermissions(
        user.home().resolve(".ssh"), PosixFilePermissions.fromString("rwx------"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "SetEnv HOME=%s HISTFILE=/dev/null".formatted(user.home()),
            "PrintMotd no");
    user.meet(server);
    assertEquals(new Result(0, "", ""), user.types(OVER + PERSIST + "127.0.0.1 true"));
  }

  /** Masters end with their connections. */
  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theAgentThatAClientForwardsIsItsOwn() throws Exception {
    int before = logins();
    Result agents =
        user.types(
            "%s127.0.0.1 'echo ${SSH_AUTH_SOCK:-none}'; ssh-agent sh -c 'ssh-add -q ~/.ssh/id_ed25519; %s-A 127.0.0.1 ssh-add -L'"
                .formatted(OVER, OVER));
    String key = Files.readString(user.home().resolve(".ssh/id_ed25519.pub"));
    assertEquals(new Result(0, "none\n" + key, ""), agents);
    assertEquals(before, logins());
  }

  @Test
  void forwardsOfAClientAreTheMastersAndOutliveIt() throws Exception {
    int before = logins();
    int remote = freePort();
    int socks = freePort();
    String forwards =
        "-L $HOME/.ssh/l:127.0.0.1:$PORT -R %d:127.0.0.1:$PORT -D %d ".formatted(remote, socks);
    String line = OVER + forwards + "127.0.0.1 'echo on'";
    assertEquals(new Result(0, "on\non\n", ""), user.types(line + "; " + line));
    var local = UnixDomainSocketAddress.of(user.home().resolve(".ssh/l"));
    try (var socket = SocketChannel.open(local)) {
      assertEquals("SSH-2.0", new String(Channels.newInputStream(socket).readNBytes(7), UTF_8));
    }
    assertEquals("SSH-2.0", greeting(Proxy.NO_PROXY, remote));
    assertEquals("SSH-2.0", greeting(new Proxy(Proxy.Type.SOCKS, at(socks)), server.port()));
    assertEquals(before, logins());

    String taken = OVER + "-L 127.0.0.1:%d:127.0.0.1:1 ".formatted(server.port());
    Result own = user.types(taken + "127.0.0.1 'echo run >>~/runs; echo own'");
    assertEquals("own\n", own.out());
    assertTrue(own.err().contains("the master refused a forward: "), own.err());
    assertTrue(own.err().contains("Warning: "), own.err());
    assertEquals(before + 1, logins());
    Result strict = user.types(taken + "-o ExitOnForwardFailure=yes 127.0.0.1 'echo run >>~/runs'");
    assertEquals(255, strict.status(), strict.err());
    assertEquals("run\n", Files.readString(user.home().resolve("runs")));

    assertEquals(new Result(0, "", ""), user.types(OVER + "-O cancel " + forwards + "127.0.0.1"));
    assertThrows(IOException.class, () -> greeting(Proxy.NO_PROXY, remote));
    assertThrows(IOException.class, () -> SocketChannel.open(local).close());
  }

  @Test
  void theEscapesOfAClientReachTheMaster() throws Exception {
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append(
        "cd\nexport PS1='local$ '\nexec '%s' -i%n".formatted(RealPrograms.require("dash")));
    int port = freePort();
    Process master = user.starts("sh", "-c", "exec " + AT + "e -vvv -M -N 127.0.0.1");
    BufferedReader log = master.errorReader();
    user.types("until %se -O check 127.0.0.1 2>/dev/null; do :; done".formatted(AT));
    try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
      pane.await("local$ ");
      pane.type(AT + "e -o EnableEscapeCommandline=yes 127.0.0.1", "Enter");
      pane.type("trap 'echo ended >~/ended' EXIT; echo in:$((40+1))", "Enter");
      pane.await("in:41");
      pane.type("~B");
      await(log, "sent CHANNEL_REQUEST (message 98), 19 bytes"); // a break's
      pane.type("~R");
      await(log, "new keys by ");
      pane.type("~C");
      pane.await("ssh> ");
      pane.type("L " + port + ":127.0.0.1:" + server.port(), "Enter");
      pane.await("Forwarding port.");
      assertEquals("SSH-2.0", greeting(Proxy.NO_PROXY, port));
      pane.type("Enter", "~C");
      pane.await(Pattern.compile("Forwarding port\\..*ssh> ", Pattern.DOTALL));
      pane.type("KL " + port, "Enter");
      pane.await("Canceled forwarding.");
      assertThrows(IOException.class, () -> greeting(Proxy.NO_PROXY, port));
      pane.type("Enter", "~&");
      // What the remote shell says to the end of its input may stand between.
      pane.await(Pattern.compile("\\[backgrounded].*Stopped.*\\slocal\\$ ", Pattern.DOTALL));
      pane.type("while kill -0 %1; do sleep 0.1; done; echo local:$((40+3))", "Enter");
      pane.await("local:43");
    }
    assertEquals("ended\n", Files.readString(user.home().resolve("ended")));
    assertEquals(0, user.types(AT + "e -O exit 127.0.0.1").status());
    assertTrue(master.waitFor(100, TimeUnit.SECONDS));
  }

  @Test
  void aFingerprintThatIsGivenMustBeThatOfTheMastersServer() throws Exception {
    String wrong = "--host-key-fingerprint SHA256:" + "A".repeat(43) + " ";
    String error = "the host key behind the master at";
    user.isRefused(255, error, OVER + wrong + "127.0.0.1 'echo ran >~/wrong'");
    user.isRefused(255, error, OVER + wrong + "-W 127.0.0.1:$PORT 127.0.0.1");
    user.isRefused(255, error, OVER + wrong + "-N -L 1:127.0.0.1:1 127.0.0.1");
    user.isRefused(255, error, OVER + wrong + "-O check 127.0.0.1");
    Path key = Files.writeString(user.home().resolve("host.pub"), server.hostKey());
    String right = ProgramRun.of("ssh-keygen", "-lf", key).succeeded().split(" ", 3)[1];
    int before = logins();
    assertEquals(
        new Result(0, "right\n", ""),
        user.types(OVER + "--host-key-fingerprint " + right + " 127.0.0.1 echo right"));
    assertEquals(before, logins());
  }

  @Test
  void aMasterOfAnotherVersionIsLeftAlone() throws Exception {
    Path path = user.home().resolve(".ssh/v.spheron");
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().start(() -> greet(other, 99));
      int before = logins();
      Result own = user.types(AT + "v" + PERSIST + "127.0.0.1 'echo run >>~/versions; echo own'");
      String said = "the master at %s is not used: it speaks version 99".formatted(path);
      assertEquals("own\n", own.out(), own.err());
      assertTrue(own.err().contains(said), own.err());
      assertEquals("run\n", Files.readString(user.home().resolve("versions")));
      assertEquals(before + 1, logins());
      user.isRefused(255, said, AT + "v -O check 127.0.0.1");
    }
  }

  @Test
  void somebodyElseIsTurnedAwayThoughTheFolderLetsThemIn() throws Exception {
    assertEquals(0, user.types(AT + "s" + PERSIST + "127.0.0.1 true").status());
    Path ssh = user.home().resolve(".ssh");
    Path socket = ssh.resolve("s.spheron");
    String count =
        "python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect(\"%s\"); print(len(s.recv(99)) > 0)'"
            .formatted(socket);
    assertEquals(new Result(0, "True\n", ""), user.types(count));
    if (!System.getProperty("user.name").equals("root")) {
      return; // who can't be anybody else
    }
    String stranger = "setpriv --reuid=65534 --regid=65534 --clear-groups " + count;
    assertTrue(user.types(stranger).err().contains("Permission denied"));
    open(socket, "rw-rw-rw-");
    for (Path each : List.of(ssh, user.home(), folder)) {
      open(each, "rwx--x--x");
    }
    Result turnedAway = user.types(stranger);
    open(ssh, "rwx------");
    assertEquals(new Result(0, "False\n", ""), turnedAway);
  }

  @Test
  void theLocalCommandOfAMasterIsHeardOnceAndHoldsNothingOpen() throws Exception {
    String line =
        AT
            + "c -o PermitLocalCommand=yes -o 'LocalCommand=echo local; echo error >&2'"
            + PERSIST
            + "127.0.0.1 echo remote";
    assertEquals(
        new Result(0, "local\nremote\nremote\n", "error\n"),
        user.types("{ " + line + "; " + line + "; } | cat"));
  }

  @Test
  void aClientThatIsKilledInTheMidstOfItsOutputLeavesTheOthers() throws Exception {
    Process other = user.starts("sh", "-c", "exec " + OVER + "127.0.0.1 'echo on; cat'");
    assertEquals("on", other.inputReader().readLine());
    Process killed = user.starts("sh", "-c", "exec " + OVER + "127.0.0.1 'yes; echo ended >~/yes'");
    assertEquals(100_000, killed.getInputStream().readNBytes(100_000).length);
    killed.destroyForcibly().waitFor();
    assertEquals(
        new Result(0, "", ""),
        user.types(OVER + "127.0.0.1 'until grep -q ended ~/yes; do sleep 0.1; done'"));
    try (var in = other.outputWriter()) {
      in.write("still here\n");
    }
    assertEquals("still here", other.inputReader().readLine());
    assertTrue(other.waitFor(100, TimeUnit.SECONDS));
    assertEquals(0, other.exitValue());
  }

  @Test
  void aMasterMayAskThoughOthersMayBecomeOne() throws Exception {
    Path askpass = user.home().resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho \"$1\" >>~/asked; test -e ~/allowed\n");
    open(askpass, "rwx------");
    String line = "SSH_ASKPASS=%s %sa -o ControlMaster=autoask 127.0.0.1 ".formatted(askpass, AT);
    Process master = user.starts("sh", "-c", "exec env " + line + "'echo on; cat'");
    assertEquals("on", master.inputReader().readLine());
    int before = logins();
    Result refused = user.types(line + "'echo run >>~/refused; echo own'");
    assertEquals("own\n", refused.out());
    assertTrue(refused.err().contains("the master refused: "), refused.err());
    assertEquals("run\n", Files.readString(user.home().resolve("refused")));
    assertEquals(before + 1, logins());
    Files.createFile(user.home().resolve("allowed"));
    assertEquals(new Result(0, "over\n", ""), user.types(line + "echo over"));
    assertEquals(before + 1, logins());
    master.outputWriter().close();
    assertTrue(master.waitFor(100, TimeUnit.SECONDS));
    assertEquals(0, master.exitValue());
  }

  /** Says to each client that it speaks this version. */
  private static void greet(ServerSocketChannel at, int version) {
    byte[] word = "spheron-ssh".getBytes(UTF_8);
    ByteBuffer hello = ByteBuffer.allocate(5 + 4 + word.length + 4 + 4);
    hello.put((byte) 0).putInt(hello.capacity() - 5);
    hello.putInt(word.length).put(word).putInt(version).putInt(1).flip();
    while (at.isOpen()) {
      try (SocketChannel client = at.accept()) {
        client.write(hello.duplicate());
        Channels.newInputStream(client).readAllBytes();
      } catch (IOException e) {
        return; // closed, or the client says that it misses something
      }
    }
  }

  private static void open(Path path, String modes) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
  }

  private static int logins() {
    return (int) server.log().stream().filter(line -> line.contains("Accepted publickey")).count();
  }

  private static void await(BufferedReader log, String text) throws IOException {
    for (String line = ""; !line.contains(text); ) {
      line = Objects.requireNonNull(log.readLine(), () -> "the log ends without " + text);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static String greeting(Proxy proxy, int port) throws IOException {
    try (var socket = new Socket(proxy)) {
      socket.connect(at(port));
      return new String(socket.getInputStream().readNBytes(7), UTF_8);
    }
  }
}
