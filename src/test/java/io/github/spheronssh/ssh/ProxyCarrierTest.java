package io.github.spheronssh.ssh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ConnectSettings.Family;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to proxies, and what becomes of those that refuse, hang, flood or talk nonsense. */
@Timeout(60)
final class ProxyCarrierTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void whatTheServerSaysAtOnceIsNotLost() throws Exception {
    var asked = new CompletableFuture<String>();
    try (var proxy =
            new BadServer(
                client -> {
                  asked.complete(head(client));
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nA: b\r\n\r\nSSH-2.0-x".getBytes(ISO_8859_1));
                });
        Link link = carry("http://ada:secret@127.0.0.1:" + proxy.port(), "host.example")) {
      assertEquals("SSH-2.0-x", new String(link.in().readNBytes(9), ISO_8859_1));
      assertEquals(Optional.empty(), link.peer());
      assertEquals(
          """
          CONNECT host.example:2222 HTTP/1.1\r
          Host: host.example:2222\r
          User-Agent: spheron-ssh/1\r
          Proxy-Authorization: Basic YWRhOnNlY3JldA==\r
          \r
          """,
          asked.get(20, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host.example, 05010003 0c 686f73742e6578616d706c65 08ae",
    "10.0.0.7, 05010001 0a000007 08ae",
    "::1, 05010004 00000000000000000000000000000001 08ae"
  })
  void aSocksProxyIsToldTheNameOrTheAddress(String host, String request) throws Exception {
    byte[] expected = HexFormat.of().parseHex(request.replace(" ", ""));
    var asked = new CompletableFuture<byte[]>();
    try (var proxy =
            new BadServer(
                client -> {
                  assertArrayEquals(new byte[] {5, 1, 0}, client.getInputStream().readNBytes(3));
                  client.getOutputStream().write(new byte[] {5, 0});
                  asked.complete(client.getInputStream().readNBytes(expected.length));
                  client.getOutputStream().write(new byte[] {5, 0, 0, 3, 2, 'a', 'b', 0, 1, 'S'});
                });
        Link link = carry("socks5://127.0.0.1:" + proxy.port(), host)) {
      assertArrayEquals(expected, asked.get(20, TimeUnit.SECONDS));
      assertEquals('S', link.in().read());
    }
  }

  @Test
  void aSocksProxyIsToldNameAndPassword() throws Exception {
    var told = new CompletableFuture<byte[]>();
    try (var proxy =
        new BadServer(
            client -> {
              client.getInputStream().readNBytes(4);
              client.getOutputStream().write(new byte[] {5, 2});
              told.complete(client.getInputStream().readNBytes(12));
              client.getOutputStream().write(new byte[] {1, 1});
            })) {
      SshException e = refusal("socks5://ada:secret@127.0.0.1:" + proxy.port());
      assertTrue(e.getMessage().contains("does not take the name and password"), e.getMessage());
      assertEquals("\1\3ada\6secret", new String(told.get(20, TimeUnit.SECONDS), ISO_8859_1));
      assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 403 Forbidden', it answered HTTP/1.1 403 Forbidden",
    "'HTTP/1.1 407 Proxy Authentication Required', it answered HTTP/1.1 407",
    "SSH-2.0-OpenSSH_9.2, it does not speak HTTP",
  })
  void aRefusalIsPassedOn(String status, String why) throws Exception {
    byte[] answer = (status + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1);
    try (BadServer proxy = BadServer.saying(answer)) {
      SshException e = refusal("http://127.0.0.1:" + proxy.port());
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0500 0502000100000000 0000, its rules don't allow it",
    "0500 0505000100000000 0000, the connection is refused",
    "0500 0563000100000000 0000, error 99",
    "0500 0500000900000000 0000, unknown kind",
    "05ff, a login that can't be given",
    "4854, does not speak SOCKS 5"
  })
  void aSocksRefusalIsPutInWords(String answer, String why) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(answer.replace(" ", ""));
    try (BadServer proxy = BadServer.saying(bytes)) {
      SshException e = refusal("socks5://127.0.0.1:" + proxy.port());
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "socks5"})
  void aProxyThatSaysNothingIsLeftInTime(String scheme) throws Exception {
    try (var proxy = new BadServer(client -> {})) {
      SshException e = refusal(scheme + "://127.0.0.1:" + proxy.port());
      assertTrue(e.getMessage().contains("did not answer within 500 ms"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "socks5"})
  void aProxyThatClosesIsSaidTo(String scheme) throws Exception {
    try (var proxy = new BadServer(Socket::close)) {
      SshException e = refusal(scheme + "://127.0.0.1:" + proxy.port());
      assertEquals(Layer.TCP, e.layer());
      assertTrue(e.getMessage().startsWith("the proxy " + scheme), e.getMessage());
    }
  }

  @Test
  void aFloodIsCutOff() throws Exception {
    byte[] flood = ("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(100_000)).getBytes(ISO_8859_1);
    try (BadServer proxy = BadServer.saying(flood)) {
      SshException e = refusal("http://127.0.0.1:" + proxy.port());
      assertTrue(e.getMessage().contains("says too much"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "proxy:3128", "ftp://p:1", "http://", "http://p:99999", "socks4://p", "a b"})
  void whatIsNoProxyIsRefused(String text) {
    assertThrows(SpheronSshException.class, () -> Proxy.parse(text));
  }

  @Test
  void aProxyIsReadWithItsUsualPort() throws Exception {
    assertEquals(8080, Proxy.parse("http://p").place().port());
    assertEquals("::1", Proxy.parse("socks5h://[::1]:9").place().host());
    assertEquals("http://p:1", Proxy.parse("http://ada:secret@p:1").toString());
  }

  private static SshException refusal(String proxy) {
    return assertThrows(SshException.class, () -> carry(proxy, "host.example").close());
  }

  private static Link carry(String proxy, String host) throws Exception {
    HostTrust trust = HostTrust.ofInstance("a", Path.of("pins"), HostTrust.Policy.STRICT);
    var target = new Target(host, 2222, "u", trust, List.of());
    return new ProxyCarrier(Proxy.parse(proxy), Family.ANY, "spheron-ssh/1")
        .carry(target, SHORT, Observer.none());
  }

  private static String head(Socket client) throws Exception {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.getInputStream().read());
    }
    return head.toString();
  }
}
