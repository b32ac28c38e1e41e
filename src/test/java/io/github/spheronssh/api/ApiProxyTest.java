package io.github.spheronssh.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiProxyTest {
  private static final String SERVICE = "https://app.spheron.example";

  @Test
  void eitherCaseOfTheVariableAndAMissingSchemeAreRead() throws Exception {
    assertEquals("proxy:3128", find(Map.of("HTTPS_PROXY", "http://proxy:3128"), SERVICE));
    assertEquals("proxy:3128", find(Map.of("https_proxy", "proxy:3128"), SERVICE));
    assertEquals("none", find(Map.of("HTTP_PROXY", "http://proxy:3128"), SERVICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "app.spheron.example",
        "spheron.example",
        ".spheron.example",
        "*.spheron.example",
        "other.example, APP.spheron.example",
        "app.spheron.example:443"
      })
  void noProxyExemptsHostsAndDomains(String list) throws Exception {
    assertEquals("none", find(Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", list), SERVICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pheron.example", "example.com", ",", "app.spheron.example:8443"})
  void noProxyExemptsNothingElse(String list) throws Exception {
    assertEquals("p:1", find(Map.of("HTTPS_PROXY", "http://p:1", "no_proxy", list), SERVICE));
  }

  @Test
  void loopbackIsNeverProxied() throws Exception {
    var variables = Map.of("HTTPS_PROXY", "http://p:1");
    assertEquals("none", find(variables, "http://127.0.0.1:8080"));
    assertEquals("none", find(variables, "https://localhost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p:1", "https://p:1", "http://me:secret@:1", "http://"})
  void whatIsNoHttpProxyIsRefusedWithoutShowingIt(String proxy) {
    var e =
        assertThrows(SpheronSshException.class, () -> find(Map.of("HTTPS_PROXY", proxy), SERVICE));
    assertFalse(e.getMessage().contains("secret"));
  }

  @Test
  void theProxySeesWhereTheCallGoesAndNeverTheApiKey() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    try (var socket = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread _ = Thread.ofVirtual().start(() -> refuseAll(socket, lines));
      var variables = Map.of("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + socket.getLocalPort());
      BaseUrl base = BaseUrl.parse(SERVICE, "test");
      var settings =
          ApiSettings.of(base, TestService.key(), "1")
              .through(ApiProxy.find(Environment.of(variables, new Properties()), base));
      var exchange = new HttpExchange(settings, ApiWatcher.NONE);
      var api = new SpheronApi(settings, exchange, ApiWatcher.NONE, new TestPace());

      assertThrows(ApiUnreachableException.class, api::balance);
    }
    assertEquals("CONNECT app.spheron.example:443 HTTP/1.1", lines.getFirst());
    assertTrue(lines.contains("Proxy-Authorization: Basic bWU6c2VjcmV0"), lines.toString());
    assertFalse(lines.toString().contains(TestService.KEY));
  }

  /** Asks each connection for a password, and refuses whoever gives one. */
  private static void refuseAll(ServerSocket socket, List<String> lines) {
    for (int i = 0; i < RetryRules.TRIES; i++) {
      try (Socket client = socket.accept()) {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        for (String answer : List.of("407 Authenticate", "403 Forbidden")) {
          for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
          }
          client
              .getOutputStream()
              .write(
                  ("HTTP/1.1 "
                          + answer
                          + "\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                          + "Content-Length: 0\r\n\r\n")
                      .getBytes(US_ASCII));
        }
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static String find(Map<String, String> variables, String base) throws Exception {
    return ApiProxy.find(Environment.of(variables, new Properties()), BaseUrl.parse(base, "test"))
        .map(ApiProxy::toString)
        .orElse("none");
  }
}
