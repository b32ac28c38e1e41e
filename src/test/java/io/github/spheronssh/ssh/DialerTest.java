package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  private static List<InetAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(InetAddress::ofLiteral).toList();
  }
}
