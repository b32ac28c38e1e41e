package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.ssh.ConnectSettings.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a host's addresses is taken. */
@Timeout(30)
final class DialerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void familiesTakeTurnsAndTheFirstKeepsItsPlace() throws Exception {
    assertEquals(
        addresses("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"),
        Resolver.interleave(
            addresses("2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3")));
    assertEquals(
        addresses("192.0.2.1", "2001:db8::1"),
        Resolver.interleave(addresses("192.0.2.1", "2001:db8::1")));
  }

  @Test
  void anAddressThatRefusesGivesWayToTheNextAtOnce() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Trace trace = new Trace();
      List<InetAddress> two = addresses("127.0.0.2", "127.0.0.1");
      try (Socket socket = new Dialer(trace).dial("host", two, server.getLocalPort(), LIMIT)) {
        assertEquals(InetAddress.getLoopbackAddress(), socket.getInetAddress());
      }
      assertEquals(1, trace.all(Event.DialFailed.class).size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSystemAsksASilentPeerIfItIsThereWhereThatIsWanted(boolean wanted) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var dialer = new Dialer(Observer.none(), List.of(), wanted);
      try (Socket socket =
          dialer.dial("host", addresses("127.0.0.1"), server.getLocalPort(), LIMIT)) {
        assertEquals(wanted, socket.getKeepAlive());
      }
    }
  }

  @Test
  void anAddressThatDoesNotAnswerIsOvertaken() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      // Of TEST-NET-1 (RFC 5737) nobody answers: silence, or an error where there is no route.
      List<InetAddress> two = addresses("192.0.2.1", "127.0.0.1");
      int port = server.getLocalPort();
      try (Socket socket = new Dialer(Observer.none()).dial("host", two, port, LIMIT)) {
        assertEquals(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            socket.getRemoteSocketAddress());
      }
    }
  }

  @Test
  void theLimitHoldsForAllAddressesTogether() throws Exception {
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                new Dialer(Observer.none())
                    .dial("host", addresses("192.0.2.1"), 22, Duration.ofMillis(300)));
    assertEquals(Layer.TCP, e.layer());
  }

  @Test
  void anAddressIsTriedAQuarterOfASecondAfterTheOneThatDoesNotAnswer() throws Exception {
    try (FullServer full = new FullServer();
        ServerSocket server =
            new ServerSocket(full.port(), 5, InetAddress.ofLiteral("127.0.0.2"))) {
      var begun = new ArrayList<Long>();
      Observer clock =
          event -> {
            if (event instanceof Event.Dialling) {
              begun.add(System.nanoTime());
            }
          };
      List<InetAddress> two = addresses("127.0.0.1", "127.0.0.2");
      try (Socket socket = new Dialer(clock).dial("host", two, full.port(), LIMIT)) {
        assertEquals(server.getInetAddress(), socket.getInetAddress());
      }
      long gap = Duration.ofNanos(begun.get(1) - begun.get(0)).toMillis();
      assertTrue(gap >= 250, "not before: " + gap); // how much later is the machine's load
    }
  }

  @Test
  void eachAddressThatRefusedIsNamed() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    List<InetAddress> two = addresses("127.0.0.2", "127.0.0.3");
    SshException e =
        assertThrows(
            SshException.class, () -> new Dialer(Observer.none()).dial("host", two, port, LIMIT));
    assertTrue(
        e.getMessage().contains("127.0.0.2: connection refused; 127.0.0.3: connection refused"),
        e.getMessage());
  }

  @Test
  void theConnectionComesFromTheAddressThatIsAskedFor() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Route route = new Route(Family.ANY, 1, Optional.of("127.0.0.9"), Optional.empty());
      List<InetAddress> here = addresses("127.0.0.1");
      var dialer = new Dialer(Observer.none(), route.origins(LIMIT), true);
      try (Socket socket = dialer.dial("host", here, server.getLocalPort(), LIMIT)) {
        assertEquals(InetAddress.ofLiteral("127.0.0.9"), socket.getLocalAddress());
      }
    }
  }

  @Test
  void anAddressOfTheInterfaceIsTaken() throws Exception {
    Route route = new Route(Family.IPV4, 1, Optional.empty(), Optional.of(loopback()));
    assertEquals(addresses("127.0.0.1"), route.origins(LIMIT).subList(0, 1));
    Route none = new Route(Family.ANY, 1, Optional.empty(), Optional.of("nosuch0"));
    assertThrows(SshException.class, () -> none.origins(LIMIT));
  }

  private static String loopback() throws Exception {
    for (var each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isLoopback()) {
        return each.getName();
      }
    }
    throw new AssertionError("no loopback");
  }

  /** Takes no more calls: who calls gets no answer. */
  private static final class FullServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    private final List<Socket> waiting = new ArrayList<>();

    FullServer() throws IOException {
      while (true) {
        var socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(server.getLocalSocketAddress(), 300);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket each : waiting) {
        each.close();
      }
      server.close();
    }
  }

  private static List<InetAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(InetAddress::ofLiteral).toList();
  }
}
