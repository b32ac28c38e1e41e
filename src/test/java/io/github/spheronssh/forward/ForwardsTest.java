package io.github.spheronssh.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.forward.ForwardSpec.Kind;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshConnector;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Forwards of a session with OpenSSH's own server. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
final class ForwardsTest {
  private static final int PATIENCE = 60_000;

  @TempDir Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private RealSshd sshd;
  private SshSession session;
  private Forwards forwards;
  private EchoServer echo;

  @BeforeEach
  void start() throws Exception {
    Path key = folder.resolve("id");
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key)
        .succeeded();
    sshd =
        RealSshd.start(
            Files.createDirectory(folder.resolve("sshd")), "GatewayPorts clientspecified");
    sshd.authorize(Files.readString(folder.resolve("id.pub")).strip());
    var identity = new Identity.KeyFile(PrivateKeyFile.read(key), "id");
    var trust =
        HostTrust.ofInstance("it", folder.resolve("known_hosts"), HostTrust.Policy.ACCEPT_NEW);
    session =
        new SshConnector(Observer.none())
            .connect(
                new Target("127.0.0.1", sshd.port(), sshd.userName(), trust, List.of(identity)),
                ConnectSettings.defaults(),
                Questions.nobody());
    forwards = with(ForwardSettings.defaults());
    echo = EchoServer.at("127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    echo.close();
    forwards.close();
    session.close();
    sshd.close();
  }

  private Forwards with(ForwardSettings settings) {
    return new Forwards(
        session,
        settings,
        event -> {
          if (event instanceof Event.Forwarding(String text)) {
            told.add(text);
          }
        });
  }

  @Test
  void aPortHereLeadsToAPortThereByBothLoopbacks() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
    assertEchoes("127.0.0.1", port);
    assertEchoes("::1", port);
    assertThrows(IOException.class, () -> connect("127.0.0.2", port).close());
  }

  @Test
  void aPortForEverybodyIsOnEveryAddress() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, "*:" + port + ":127.0.0.1:" + echo.port());
    assertEchoes("127.0.0.2", port);
    assertEchoes("::1", port);
  }

  @Test
  void aPortThereLeadsToAPortHereAndTheChosenOneIsTold() throws Exception {
    add(Kind.REMOTE, "0:127.0.0.1:" + echo.port());
    String line = told.poll(PATIENCE, TimeUnit.MILLISECONDS);
    var words = String.valueOf(line).split(" ", -1);
    assertEquals(
        "Allocated port %s for remote forward to 127.0.0.1:%d".formatted(words[2], echo.port()),
        line);
    int port = Integer.parseInt(words[2]);
    assertEchoes("127.0.0.1", port);
    assertEchoes("::1", port);
    assertTrue(forwards.cancel(Kind.REMOTE, new Place.Host("localhost", port)));
    assertThrows(IOException.class, () -> connect("127.0.0.1", port).close());
    assertFalse(forwards.cancel(Kind.REMOTE, new Place.Host("localhost", port)));
  }

  @Test
  void bindAddressesThereAreTheOnesAskedFor() throws Exception {
    add(Kind.REMOTE, "127.0.0.2:0:127.0.0.1:" + echo.port());
    assertEchoes("127.0.0.2", chosenPort());
    add(Kind.REMOTE, "*:0:127.0.0.1:" + echo.port());
    assertEchoes("127.0.0.3", chosenPort());
  }

  @Test
  void ipv6IsReachedOnBothSides() throws Exception {
    try (var six = EchoServer.at("::1")) {
      int port = freePort();
      add(Kind.LOCAL, "[::1]:%d:[::1]:%d".formatted(port, six.port()));
      assertEchoes("::1", port);
      assertThrows(IOException.class, () -> connect("127.0.0.1", port).close());
      add(Kind.REMOTE, "[::1]:0:[::1]:" + six.port());
      assertEchoes("::1", chosenPort());
    }
  }

  @Test
  void unixSocketsStandOnEitherSide() throws Exception {
    Path there = folder.resolve("echo");
    try (var _ = EchoServer.at(there)) {
      int port = freePort();
      add(Kind.LOCAL, port + ":" + there);
      assertEchoes("127.0.0.1", port);
      add(Kind.LOCAL, folder.resolve("a") + ":127.0.0.1:" + echo.port());
      assertEchoes(folder.resolve("a"));
      add(Kind.LOCAL, folder.resolve("b") + ":" + there);
      assertEchoes(folder.resolve("b"));
      add(Kind.REMOTE, folder.resolve("c") + ":" + there);
      assertEchoes(folder.resolve("c"));
      add(Kind.REMOTE, "0:" + there);
      assertEchoes("127.0.0.1", chosenPort());
      assertTrue(
          forwards.cancel(Kind.REMOTE, new Place.UnixSocket(folder.resolve("c").toString())));
    }
  }

  @Test
  void aSocketsFileIsItsOwnersAloneAndGoesWithTheForward() throws Exception {
    Path path = folder.resolve("s");
    String spec = path + ":127.0.0.1:" + echo.port();
    add(Kind.LOCAL, spec);
    assertEquals("rw-------", mode(path));
    var taken = assertThrows(ForwardException.class, () -> add(Kind.LOCAL, spec));
    assertTrue(String.valueOf(taken.getMessage()).contains(path + ": Address already in use"));
    forwards.close();
    assertFalse(Files.exists(path));
    Files.writeString(path, "in the way");
    var other = new ForwardSettings(Optional.empty(), 0660, true, PermittedPlaces.any());
    try (var unlinking = with(other)) {
      unlinking.add(ForwardSpec.local(spec, false));
      assertEquals("rw-rw----", mode(path));
      assertEchoes(path);
    }
    try (var left = Files.list(folder)) {
      assertFalse(left.anyMatch(file -> file.getFileName().toString().startsWith(".")));
    }
  }

  @Test
  void socksLeadsWhereTheClientSays() throws Exception {
    int port = freePort();
    add(Kind.DYNAMIC, String.valueOf(port));
    var proxy = new Proxy(Proxy.Type.SOCKS, loopback(port));
    try (Socket socket = new Socket(proxy)) {
      socket.connect(loopback(echo.port()));
      assertEchoes(socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput);
    }
    try (Socket socket = new Socket(proxy)) {
      int closed = freePort();
      assertThrows(SocketException.class, () -> socket.connect(loopback(closed)));
    }
    assertTrue(String.valueOf(told.poll(60, TimeUnit.SECONDS)).contains("Connection refused"));
  }

  @Test
  void socksIsSpokenOnAUnixSocketToo() throws Exception {
    Path path = folder.resolve("socks");
    add(Kind.DYNAMIC, path.toString());
    try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      var in = Channels.newInputStream(socket);
      var out = Channels.newOutputStream(socket);
      int port = echo.port();
      out.write(new byte[] {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port});
      assertArrayEquals(new byte[] {5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0}, in.readNBytes(12));
      assertEchoes(in, out, socket::shutdownOutput);
    }
    try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      Channels.newOutputStream(socket).write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      assertEquals(-1, Channels.newInputStream(socket).read());
    }
  }

  @Test
  void socksFromTheServerLeadsOnlyWhereItIsPermitted() throws Exception {
    var permitted = PermittedPlaces.of(List.of("127.0.0.1:" + echo.port())).orElseThrow();
    var settings = new ForwardSettings(Optional.empty(), 0600, false, permitted);
    try (var some = with(settings);
        var other = EchoServer.at("127.0.0.1")) {
      some.add(ForwardSpec.remote("0"));
      int port = chosenPort();
      var proxy = new Proxy(Proxy.Type.SOCKS, loopback(port));
      try (Socket socket = new Socket(proxy)) {
        socket.connect(loopback(echo.port()));
        assertEchoes(socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput);
      }
      int forbidden = other.port();
      try (Socket socket = new Socket(proxy)) {
        assertThrows(SocketException.class, () -> socket.connect(loopback(forbidden)));
      }
      assertTrue(String.valueOf(told.poll(60, TimeUnit.SECONDS)).contains("PermitRemoteOpen"));
    }
  }

  @Test
  void aRefusedConnectionIsClosedAndToldInSshsWords() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + freePort());
    try (Socket socket = connect("127.0.0.1", port)) {
      assertEquals(-1, socket.getInputStream().read());
    }
    assertTrue(
        String.valueOf(told.poll(60, TimeUnit.SECONDS))
            .matches("channel \\d+: open failed: connect failed: Connection refused"));
  }

  @Test
  void aPlaceHereThatCantBeReachedIsRefusedToTheServer() throws Exception {
    add(Kind.REMOTE, "0:127.0.0.1:" + freePort());
    int port = chosenPort();
    try (Socket socket = connect("127.0.0.1", port)) {
      assertEquals(-1, socket.getInputStream().read());
    }
    assertTrue(String.valueOf(told.poll(60, TimeUnit.SECONDS)).contains("Connection refused"));
  }

  @Test
  void whatIsTakenIsToldByItsAddressAndPort() throws Exception {
    int port = echo.port();
    var strict =
        assertThrows(
            ForwardException.class,
            () ->
                forwards.addAll(
                    List.of(ForwardSpec.local("127.0.0.1:" + port + ":h:1", false)), true, true));
    assertTrue(
        String.valueOf(strict.getMessage())
            .contains("bind [127.0.0.1]:" + port + ": Address already in use"));
    forwards.addAll(
        List.of(
            ForwardSpec.local("127.0.0.1:" + port + ":h:1", false),
            ForwardSpec.remote("127.0.0.1:" + port + ":h:1")),
        false,
        true);
    assertTrue(String.valueOf(told.poll()).contains("Address already in use"));
    assertEquals("Warning: remote port forwarding failed for listen port " + port, told.poll());
  }

  @Test
  void eachWayEndsOnItsOwn() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    try (var server =
        EchoServer.doing(
            connection -> {
              connection.write(UTF_8.encode("first"));
              connection.shutdownOutput();
              heard.add(new String(Channels.newInputStream(connection).readAllBytes(), UTF_8));
            })) {
      int port = freePort();
      add(Kind.LOCAL, port + ":127.0.0.1:" + server.port());
      try (Socket socket = connect("127.0.0.1", port)) {
        assertEquals("first", new String(socket.getInputStream().readAllBytes(), UTF_8));
        socket.getOutputStream().write("after the end".getBytes(UTF_8));
        socket.shutdownOutput();
        assertEquals("after the end", heard.poll(60, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aResetIsPassedOn() throws Exception {
    var ended = new CountDownLatch(1);
    try (var server =
        EchoServer.doing(
            connection -> {
              connection.write(UTF_8.encode("x"));
              Channels.newInputStream(connection).readAllBytes();
              ended.countDown();
            })) {
      int port = freePort();
      add(Kind.LOCAL, port + ":127.0.0.1:" + server.port());
      try (Socket socket = connect("127.0.0.1", port)) {
        assertEquals('x', socket.getInputStream().read());
        socket.setSoLinger(true, 0); // which makes the close a reset
      }
      assertTrue(ended.await(60, TimeUnit.SECONDS));
      forwards.awaitNone();
    }
  }

  @Test
  void aSlowReaderOfAHundredMegabytesStopsNobodyElseAndLosesNothing() throws Exception {
    long all = 100L * 1024 * 1024;
    try (var server =
        EchoServer.doing(
            connection -> {
              OutputStream out = Channels.newOutputStream(connection);
              byte[] block = new byte[64 * 1024];
              for (long sent = 0; sent < all; sent += block.length) {
                out.write(block);
              }
            })) {
      int port = freePort();
      int other = freePort();
      add(Kind.LOCAL, port + ":127.0.0.1:" + server.port());
      add(Kind.LOCAL, other + ":127.0.0.1:" + echo.port());
      try (Socket slow = connect("127.0.0.1", port)) {
        slow.getInputStream().readNBytes(1024);
        for (int i = 0; i < 20; i++) {
          assertEchoes("127.0.0.1", other);
        }
        assertEquals(all - 1024, slow.getInputStream().transferTo(OutputStream.nullOutputStream()));
      }
    }
  }

  @Test
  void aThousandConnectionsAreOpenAtOnce() throws Exception {
    int many = 1000;
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
    var open = new Socket[many];
    try {
      for (int i = 0; i < many; i++) {
        open[i] = connect("127.0.0.1", port);
        open[i].getOutputStream().write(i);
        assertEquals(i & 0xff, open[i].getInputStream().read());
      }
      assertEquals(many + 1, forwards.list().size());
    } finally {
      for (Socket each : open) {
        if (each != null) {
          each.close();
        }
      }
    }
    forwards.awaitNone();
    assertEquals(1, forwards.list().size());
  }

  @Test
  void noneOfManyShortConnectionsIsLost() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
    var left = new AtomicInteger(2000);
    var failures = new LinkedBlockingQueue<Throwable>();
    var threads = new Thread[64];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (left.getAndDecrement() > 0) {
                        assertEchoes("127.0.0.1", port);
                      }
                    } catch (IOException | AssertionError e) {
                      failures.add(e);
                    }
                  });
    }
    for (Thread each : threads) {
      each.join();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void whatIsCancelledTakesNobodyMoreAndLosesNobody() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
    try (Socket before = connect("127.0.0.1", port)) {
      before.getOutputStream().write('a');
      assertEquals('a', before.getInputStream().read());
      assertFalse(forwards.cancel(Kind.DYNAMIC, new Place.Host("localhost", port)));
      assertTrue(forwards.cancel(Kind.LOCAL, new Place.Host("localhost", port)));
      assertThrows(IOException.class, () -> connect("127.0.0.1", port).close());
      before.getOutputStream().write('b');
      assertEquals('b', before.getInputStream().read());
    }
  }

  @Test
  void whatIsCancelledIsFreeAtOnce() throws Exception {
    int port = freePort();
    for (int i = 0; i < 50; i++) {
      add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
      connect("127.0.0.1", port).close();
      assertTrue(forwards.cancel(Kind.LOCAL, new Place.Host("localhost", port)));
      assertThrows(ConnectException.class, () -> connect("127.0.0.1", port).close());
    }
  }

  @Test
  void aConnectionThatIsCutClosesAllThatWereForwarded() throws Exception {
    int port = freePort();
    add(Kind.LOCAL, port + ":127.0.0.1:" + echo.port());
    try (Socket socket = connect("127.0.0.1", port)) {
      socket.getOutputStream().write('a');
      assertEquals('a', socket.getInputStream().read());
      sshd.close();
      assertTrue(isAtEnd(socket));
    }
    forwards.awaitNone();
  }

  private static boolean isAtEnd(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true; // a reset is an end too
    }
  }

  private void add(Kind kind, String text) throws Exception {
    forwards.add(
        switch (kind) {
          case LOCAL -> ForwardSpec.local(text, false);
          case DYNAMIC -> ForwardSpec.dynamic(text, false);
          case REMOTE -> ForwardSpec.remote(text);
        });
  }

  private int chosenPort() throws InterruptedException {
    String line = String.valueOf(told.poll(60, TimeUnit.SECONDS));
    assertTrue(line.startsWith("Allocated port "), line);
    return Integer.parseInt(line.split(" ", -1)[2]);
  }

  private static Socket connect(String address, int port) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral(address), port);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static void assertEchoes(String address, int port) throws IOException {
    try (Socket socket = connect(address, port)) {
      assertEchoes(socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput);
    }
  }

  private static void assertEchoes(Path path) throws IOException {
    try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertEchoes(
          Channels.newInputStream(socket),
          Channels.newOutputStream(socket),
          socket::shutdownOutput);
    }
  }

  /** The end of a way. */
  private interface End {
    void tell() throws IOException;
  }

  private static void assertEchoes(InputStream in, OutputStream out, End end) throws IOException {
    out.write("there and back".repeat(50).getBytes(UTF_8));
    end.tell();
    assertEquals("there and back".repeat(50), new String(in.readAllBytes(), UTF_8));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
