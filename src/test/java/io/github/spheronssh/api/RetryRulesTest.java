package io.github.spheronssh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryRulesTest {
  private static final Call GET = Call.get(Map.of(), "api", "ssh-keys");
  private static final Call POST = Call.post("{}", "api", "ssh-keys");
  private static final Call DELETE = Call.delete("api", "ssh-keys", "k1");

  private final TestPace pace = new TestPace();
  private final Deque<Outcome> script = new ArrayDeque<>();
  private final List<Call> sent = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private final RetryRules rules =
      new RetryRules(
          call -> {
            sent.add(call);
            return script.removeFirst();
          },
          new ApiWatcher() {
            @Override
            public void waits(Duration howLong, String why) {
              waits.add(howLong.toMillis() + " ms: " + why);
            }
          },
          pace);

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 400, 401, 403, 404, 409, 422})
  void whatIsNoFailureIsHandedBackAtOnce(int status) throws Exception {
    script.add(answer(status));
    assertEquals(status, rules.send(GET).status());
    assertEquals(1, sent.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void aGetIsSentThreeTimesInAll(int status) {
    script.addAll(List.of(answer(status), answer(status), answer(status), answer(200)));
    var e = assertThrows(ApiUnreachableException.class, () -> rules.send(GET));
    assertEquals(3, sent.size());
    assertEquals(List.of(Duration.ofMillis(500), Duration.ofSeconds(1)), pace.sleeps());
    assertTrue(e.getMessage().contains("tried 3 times"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void aGetThatGoesBetterTheThirdTimeSucceeds(int status) throws Exception {
    script.addAll(List.of(answer(status), broken(new EOFException("cut")), answer(200)));
    assertEquals(200, rules.send(GET).status());
    assertEquals(2, waits.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 505, 520})
  void otherFailuresAreNotSentAgain(int status) {
    script.add(answer(status));
    assertThrows(ApiUnreachableException.class, () -> rules.send(GET));
    assertEquals(1, sent.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aPostOrDeleteThatTheServiceMayHaveActedOnIsNeverSentAgain(int status) {
    script.addAll(List.of(answer(status), answer(status)));
    for (Call call : List.of(POST, DELETE)) {
      var e = assertThrows(ApiUnreachableException.class, () -> rules.send(call));
      assertTrue(e.mayHaveActed());
    }
    assertEquals(List.of(POST, DELETE), sent);
    assertEquals(List.of(), pace.sleeps());
  }

  @Test
  void aPostWhoseConnectionBrokeOrTimedOutIsNeverSentAgain() {
    for (IOException cause :
        List.of(new EOFException("cut"), new SocketTimeoutException("timeout"))) {
      sent.clear();
      script.add(broken(cause));
      var e = assertThrows(ApiUnreachableException.class, () -> rules.send(POST));
      assertTrue(e.mayHaveActed());
      assertEquals(1, sent.size());
    }
  }

  @Test
  void aPostIsSentAgainWhereTheConnectionWasRefused() throws Exception {
    script.addAll(List.of(broken(new ConnectException("refused")), answer(201)));
    assertEquals(201, rules.send(POST).status());
    assertEquals(2, sent.size());
  }

  @Test
  void aPostIsSentAgainWhereTheRateWasLimited() throws Exception {
    script.addAll(List.of(answer(429), answer(429), answer(201)));
    assertEquals(201, rules.send(POST).status());
  }

  @Test
  void aConnectionThatStaysRefusedDidNothing() {
    script.addAll(
        List.of(
            broken(new ConnectException("a")),
            broken(new ConnectException("b")),
            broken(new ConnectException("c"))));
    var e = assertThrows(ApiUnreachableException.class, () -> rules.send(POST));
    assertFalse(e.mayHaveActed());
    assertEquals(3, sent.size());
  }

  @Test
  void whatAnotherTryCannotMendIsNotTriedAgain() {
    for (IOException cause :
        List.of(
            new UnknownHostException("nowhere.invalid"),
            new SSLHandshakeException("no path to a trusted root"),
            new HttpExchange.TooLongException("too long"))) {
      sent.clear();
      script.add(broken(cause));
      assertThrows(ApiUnreachableException.class, () -> rules.send(GET));
      assertEquals(1, sent.size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7                             | {}                              | 7000",
        "0                             | {}                              | 0",
        "1.5                           | {}                              | 1500",
        "Mon, 23 Nov 2026 12:00:30 GMT | {}                              | 30000",
        "Mon, 23 Nov 2026 11:00:00 GMT | {}                              | 0",
        "                              | {\"retryAfter\":9}              | 9000",
        "                              | {\"retryAfter\":\"9\"}          | 9000",
        "                              | {\"error\":{\"retryAfter\":9}}  | 9000",
        "                              | {\"retryAfter\":\"2026-11-23T12:00:05Z\"} | 5000",
        "7                             | {\"retryAfter\":9}              | 7000",
        "soon                          | {\"retryAfter\":9}              | 9000",
        "-5                            | {}                              | 500",
        "                              | <html>                          | 500",
        "                              | {\"retryAfter\":{}}             | 500",
      })
  void theServiceSaysWhenToComeBack(String header, String body, long millis) throws Exception {
    script.add(answer(429, Optional.ofNullable(header), body));
    script.add(answer(200));
    rules.send(GET);
    assertEquals(List.of(Duration.ofMillis(millis)), pace.sleeps());
  }

  @Test
  void aMinuteIsWaitedForAndNotMore() throws Exception {
    script.addAll(List.of(answer(429, Optional.of("60"), ""), answer(200)));
    assertEquals(200, rules.send(GET).status());

    script.add(answer(429, Optional.of("61"), ""));
    var e = assertThrows(ApiUnreachableException.class, () -> rules.send(GET));
    assertEquals("try again in 61 s, at 2026-11-23T12:02:01Z", e.hint().orElseThrow());
    assertEquals(1, pace.sleeps().size());
    assertFalse(e.mayHaveActed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void aTimeBeyondReasonEndsTheCall(String header) {
    script.add(answer(503, Optional.of(header), ""));
    assertThrows(ApiUnreachableException.class, () -> rules.send(GET));
    assertEquals(List.of(), pace.sleeps());
  }

  @Test
  void whoWatchesIsToldOfEachWaitAndWhy() throws Exception {
    script.addAll(List.of(answer(429, Optional.of("3"), ""), answer(200)));
    rules.send(GET);
    assertEquals(List.of("3000 ms: the service limits the rate (429)"), waits);
  }

  @Test
  void anInterruptedWaitEndsTheCallAndStaysInterrupted() {
    var interrupted =
        new RetryRules(
            call -> answer(503),
            ApiWatcher.NONE,
            new TestPace() {
              @Override
              public void sleep(Duration time) throws InterruptedException {
                throw new InterruptedException();
              }
            });
    assertThrows(ApiUnreachableException.class, () -> interrupted.send(GET));
    assertTrue(Thread.interrupted());
  }

  private static Outcome.Answer answer(int status) {
    return answer(status, Optional.empty(), "");
  }

  private static Outcome.Answer answer(int status, Optional<String> retryAfter, String body) {
    return new Outcome.Answer(status, "", retryAfter, Optional.empty(), body);
  }

  private static Outcome broken(IOException cause) {
    return new Outcome.Broken(cause);
  }
}
