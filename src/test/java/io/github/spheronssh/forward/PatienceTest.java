package io.github.spheronssh.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of SOCKS that says nothing, or half of it. */
@Timeout(60)
final class PatienceTest {
  @Test
  void whoDoesNotSayWhereToIsHungUpOn() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket met = server.accept()) {
      client.getOutputStream().write(new byte[] {5, 1}); // and the method never
      var socks = new Socks(met.getInputStream(), OutputStream.nullOutputStream());
      assertThrows(
          IOException.class, () -> Patience.during(Duration.ofMillis(200), met, socks::request));
      assertEquals(-1, client.getInputStream().read());
    }
  }
}
