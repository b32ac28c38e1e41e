package io.github.spheronssh.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.SilentServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class HttpExchangeTest {
  private static final NewKey NEW_KEY = new NewKey("n", "ssh-ed25519 AAAA", null);

  private TestService service;

  @BeforeEach
  void start() throws Exception {
    service = new TestService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void everyCallSaysWhoItIsAndCarriesTheKey() throws Exception {
    service.answers(200, "{}");
    service.api().balance();
    var headers = service.request().getHeaders();
    assertEquals(
        "spheron-ssh/1.2.3 (+https://github.com/spheron-ssh/spheron-ssh)",
        headers.get("User-Agent"));
    assertEquals("Bearer " + TestService.KEY, headers.get("Authorization"));
    assertEquals("application/json", headers.get("Accept"));
  }

  @RepeatedTest(20)
  void aCallWhoseThreadIsInterruptedHangsUpAndIsNotMadeAgain() throws Exception {
    try (var mute = new SilentServer(0)) {
      BaseUrl base = BaseUrl.parse("http://127.0.0.1:" + mute.port(), "the test");
      ApiKey key = ApiKey.of(TestService.KEY.toCharArray(), "the test");
      SpheronApi api = SpheronApi.open(ApiSettings.of(base, key, "1"), ApiWatcher.NONE);
      var failure = new CompletableFuture<ApiException>();
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      failure.complete(assertThrows(ApiException.class, () -> api.balance()));
                    } catch (AssertionError e) {
                      failure.completeExceptionally(e);
                    }
                  });
      mute.awaitCaller();
      asking.interrupt();
      String message = String.valueOf(failure.get(1, TimeUnit.MINUTES).getMessage());
      assertTrue(message.contains("/api/balance"), message);
      mute.awaitLeaver();
      assertEquals(0, mute.calls(), "nobody called again");
    }
  }

  @Test
  void aPostIsNotRepeatedBehindOurBackWhenA503SaysRetryNow() throws Exception {
    service.answers(
        new MockResponse.Builder().code(503).addHeader("Retry-After", "0").body("").build());
    service.answers(201, "{\"id\":\"k1\"}");
    var e = assertThrows(ApiUnreachableException.class, () -> service.api().addKey(NEW_KEY));
    assertTrue(e.mayHaveActed());
    assertEquals(1, service.requests());
  }

  @Test
  void aPostIsNotRepeatedWhenTheConnectionIsCutBeforeTheAnswer() throws Exception {
    service.answers(
        new MockResponse.Builder()
            .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
            .build());
    service.answers(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    var e = assertThrows(ApiUnreachableException.class, () -> service.api().addKey(NEW_KEY));
    assertTrue(e.mayHaveActed());
    assertEquals(1, service.requests());
  }

  @Test
  void aGetIsRepeatedWhenTheConnectionIsCut() throws Exception {
    service
        .answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build())
        .answers(
            new MockResponse.Builder()
                .body("{\"currency\":\"" + "x".repeat(10_000) + "\"}")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build())
        .answers(200, "{\"currency\":\"USD\"}");
    assertEquals("USD", service.api().balance().currency());
    assertEquals(3, service.requests());
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    for (int i = 0; i < RetryRules.TRIES; i++) {
      service.answers(
          new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    }
    SpheronApi api = service.impatient(Duration.ofMillis(150));
    var e = assertThrows(ApiUnreachableException.class, api::balance);
    assertEquals("GET /api/balance: no answer in time (tried 3 times)", e.getMessage());
  }

  @Test
  void aServerThatTricklesIsGivenUp() throws Exception {
    for (int i = 0; i < RetryRules.TRIES; i++) {
      service.answers(
          new MockResponse.Builder()
              .body(" ".repeat(1000) + "{}")
              .throttleBody(1, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
              .build());
    }
    SpheronApi api = service.impatient(Duration.ofMillis(200));
    var e = assertThrows(ApiUnreachableException.class, api::balance);
    assertTrue(e.getMessage().contains("no answer in time"), e.getMessage());
  }

  @Test
  void aBodyBeyondTheBoundIsRefused() throws Exception {
    service.answers(
        new MockResponse.Builder()
            .body(new Buffer().write(new byte[HttpExchange.MAX_BODY + 1]))
            .build());
    var e = assertThrows(ApiUnreachableException.class, () -> service.api().balance());
    assertTrue(e.getMessage().contains("longer than 8388608 bytes"), e.getMessage());
    assertEquals(1, service.requests());
  }

  @Test
  void aRefusedConnectionIsNamed() throws Exception {
    BaseUrl gone;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      gone = BaseUrl.parse("http://127.0.0.1:" + socket.getLocalPort(), "the test");
    }
    var settings = ApiSettings.of(gone, TestService.key(), "1");
    var e =
        assertThrows(
            ApiUnreachableException.class,
            () -> service.api(settings, ApiWatcher.NONE).addKey(NEW_KEY));
    assertTrue(e.getMessage().contains("refused"), e.getMessage());
    assertFalse(e.mayHaveActed());
  }

  @Test
  void localhostIsReachedWhereOnlyOneOfItsAddressesListens() throws Exception {
    service.answers(200, "{}");
    var settings =
        ApiSettings.of(
            BaseUrl.parse("http://localhost:" + service.server.getPort(), "the test"),
            TestService.key(),
            "1");
    service.api(settings, ApiWatcher.NONE).balance();
    assertEquals(1, service.requests());
  }

  @Test
  void somethingThatIsNoHttpIsABrokenConnection() throws Exception {
    try (var socket = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < RetryRules.TRIES; i++) {
                      try (var client = socket.accept()) {
                        client
                            .getOutputStream()
                            .write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(US_ASCII));
                      } catch (java.io.IOException e) {
                        return; // the test is over
                      }
                    }
                  });
      var base = BaseUrl.parse("http://127.0.0.1:" + socket.getLocalPort(), "the test");
      var settings = ApiSettings.of(base, TestService.key(), "1");
      var e =
          assertThrows(
              ApiUnreachableException.class,
              () -> service.api(settings, ApiWatcher.NONE).balance());
      assertTrue(e.getMessage().contains("connection broke"), e.getMessage());
    }
  }

  @Test
  void whoWatchesIsToldOfEachTryAndNeverOfTheKey() throws Exception {
    var seen = new ArrayList<String>();
    ApiWatcher watcher =
        new ApiWatcher() {
          @Override
          public void tried(Try call) {
            assertTrue(call.time().isPositive());
            seen.add(call.method() + " " + call.path() + " " + call.result());
          }
        };
    service.answers(503, TestService.KEY).answers(200, "[]");
    service.api(service.settings(), watcher).keys(Optional.of("t1"));
    assertEquals(
        List.of(
            "GET /api/ssh-keys?teamId=t1 503 Server Error", "GET /api/ssh-keys?teamId=t1 200 OK"),
        seen);
  }

  @Test
  void noThreadOfItKeepsTheProgramAlive() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    service.answers(200, "{}");
    service.api().balance();
    Set<String> lingering =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && !thread.isDaemon())
            .map(Thread::getName)
            .filter(name -> !name.contains("MockWebServer"))
            .collect(toSet());
    assertEquals(Set.of(), lingering);
  }
}
