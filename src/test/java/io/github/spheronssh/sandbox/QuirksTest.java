package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each quirk shows: the switch knows them all. */
final class QuirksTest {
  private static final String KEYS = "/api/ssh-keys";
  private static final String DEPLOYMENTS = "/api/deployments";

  @ParameterizedTest
  @EnumSource
  void aQuirkShowsWhereItIsOn(Quirk quirk) throws Exception {
    SandboxSettings settings =
        SandboxSettings.defaults().withBoot(Duration.ofHours(1)).withQuirks(quirk);
    if (quirk == Quirk.RETRY_AFTER_BODY || quirk == Quirk.RETRY_AFTER_DATE) {
      settings = settings.withQuirks(Quirk.RATE_LIMIT);
    }
    try (var sandbox = Sandbox.start(settings);
        var caller = new Caller(sandbox)) {
      check(quirk, sandbox, caller);
    }
  }

  private static void check(Quirk quirk, Sandbox sandbox, Caller caller) throws Exception {
    switch (quirk) {
      case WRAPPED_DATA -> {
        JsonValue list = Caller.json(caller.get(DEPLOYMENTS));
        assertEquals(10, list.field("data").orElseThrow().elements().size());
        assertEquals("2", Caller.text(list, "totalPages"));
        assertTrue(Caller.json(caller.get(KEYS)).field("data").isPresent());
      }
      case WRAPPED_SSH_KEYS ->
          assertTrue(Caller.json(caller.get(KEYS)).field("sshKeys").isPresent());
      case WRAPPED_DEPLOYMENTS ->
          assertTrue(Caller.json(caller.get(DEPLOYMENTS)).field("deployments").isPresent());
      case WRAPPED_TEAMS ->
          assertTrue(Caller.json(caller.get("/api/teams")).field("teams").isPresent());
      case UNDERSCORE_ID -> {
        upload(caller);
        assertTrue(key(caller).field("_id").isPresent());
        assertFalse(key(caller).field("id").isPresent());
      }
      case UNKNOWN_FIELDS -> assertTrue(trainer(caller).field("labels").isPresent());
      case EXPLICIT_NULLS ->
          assertTrue(caller.get(DEPLOYMENTS).body().contains("\"stoppedAt\" : null"));
      case NO_PUBLIC_KEY_IN_LIST -> {
        String id = caller.upload("me", line());
        assertFalse(key(caller).field("publicKey").isPresent());
        assertTrue(Caller.json(caller.get(KEYS + "/" + id)).field("publicKey").isPresent());
      }
      case BAD_FINGERPRINT -> {
        upload(caller);
        // printf 'ssh-ed25519 ' | sha256sum | xxd -r -p | base64
        assertEquals(
            "SHA256:DrHCGldrohYT86PG9Sn242tiATCofGP7GkbIqELMbUU",
            Caller.text(key(caller), "fingerprint"));
      }
      case DROPPED_COMMENT -> {
        upload(caller);
        assertFalse(Caller.text(key(caller), "publicKey").contains("comment"));
      }
      case DUPLICATE_KEYS -> {
        String body = Caller.newKey("me", line());
        assertEquals(201, caller.post(KEYS, body).statusCode());
        assertEquals(201, caller.post(KEYS, body).statusCode());
        assertEquals(2, caller.list(KEYS).size());
      }
      case TEMPORARY_KEY -> {
        upload(caller);
        assertTrue(trainer(caller).field("tempSshKeyId").isPresent());
        assertFalse(trainer(caller).field("sshKeyId").isPresent());
      }
      case NO_SSH_COMMAND -> {
        assertFalse(trainer(caller).field("sshCommand").isPresent());
        assertTrue(trainer(caller).field("sshPort").isPresent());
      }
      case NO_EARLY_ADDRESS -> {
        JsonValue booting = Caller.find(caller.list(DEPLOYMENTS), "name", "booting");
        assertEquals("deploying", Caller.text(booting, "status"));
        assertFalse(booting.field("ipAddress").isPresent());
      }
      case ANY_USER_AGENT -> {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(sandbox.baseUri().resolve(KEYS))
                .header("Authorization", "Bearer " + sandbox.token());
        assertEquals(200, caller.send(request).statusCode());
      }
      case OPTIONAL_TEAM ->
          assertEquals(201, caller.post(DEPLOYMENTS, Caller.order("", line())).statusCode());
      case HTML_ERRORS -> {
        HttpResponse<String> answer = caller.get("/api/nothing");
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().startsWith("<!DOCTYPE html>"), answer.body());
      }
      case EMPTY_ERRORS -> {
        HttpResponse<String> answer = caller.get("/api/nothing");
        assertEquals(404, answer.statusCode());
        assertEquals("", answer.body());
      }
      case ERROR_OBJECT -> {
        JsonValue error = Caller.json(caller.get("/api/nothing")).field("error").orElseThrow();
        assertTrue(error.field("message").isPresent());
      }
      case EMPTY_DELETE -> {
        String id = caller.upload("me", line());
        HttpResponse<String> answer = caller.call("DELETE", KEYS + "/" + id, "");
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
      }
      case EXPIRED_KEY -> {
        HttpResponse<String> answer = caller.get(KEYS);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("expired"), answer.body());
      }
      case RATE_LIMIT -> {
        long seconds = Long.parseLong(limited(caller).headers().firstValue("Retry-After").get());
        assertTrue(seconds > 800 && seconds <= 900, "wait " + seconds);
      }
      case RETRY_AFTER_DATE -> {
        String date = limited(caller).headers().firstValue("Retry-After").get();
        Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        assertTrue(then.isAfter(Instant.now().plusSeconds(800)), date);
      }
      case RETRY_AFTER_BODY -> {
        HttpResponse<String> answer = limited(caller);
        assertFalse(answer.headers().firstValue("Retry-After").isPresent());
        assertTrue(Caller.json(answer).field("retryAfter").isPresent());
      }
      case FLAKY -> {
        assertEquals(503, caller.get(KEYS).statusCode());
        assertEquals(200, caller.get(KEYS).statusCode());
        assertEquals(503, caller.get(KEYS).statusCode());
      }
      case UNAVAILABLE -> {
        assertEquals(503, caller.get(KEYS).statusCode());
        assertEquals(503, caller.get(KEYS).statusCode());
      }
      case SLOW -> {
        long start = System.nanoTime();
        assertEquals(200, caller.get(KEYS).statusCode());
        assertTrue(System.nanoTime() - start >= 2_000_000_000L);
      }
      case CUT -> assertThrows(IOException.class, () -> caller.get(KEYS));
      case LOST_ANSWER -> {
        assertThrows(IOException.class, () -> caller.post(KEYS, Caller.newKey("me", line())));
        assertEquals("me", Caller.text(key(caller), "name"));
      }
      case NO_JSON -> {
        HttpResponse<String> answer = caller.get(KEYS);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().startsWith("<!DOCTYPE html>"), answer.body());
      }
      case REDIRECT -> {
        HttpResponse<String> answer = caller.get(KEYS);
        assertEquals(302, answer.statusCode());
        int port = sandbox.baseUri().getPort();
        assertEquals(
            "http://localhost:" + port + KEYS, answer.headers().firstValue("Location").get());
      }
    }
  }

  /** The first answer beyond the limit; the calls before it are all let through. */
  private static HttpResponse<String> limited(Caller caller) throws Exception {
    for (int i = 0; i < RateLimit.CALLS; i++) {
      assertEquals(200, caller.get(KEYS).statusCode());
    }
    HttpResponse<String> answer = caller.get(KEYS);
    assertEquals(429, answer.statusCode());
    return answer;
  }

  private static void upload(Caller caller) throws Exception {
    assertEquals(201, caller.post(KEYS, Caller.newKey("me", line())).statusCode());
  }

  private static String line() throws Exception {
    return HostKey.generate("comment").publicKey().toString();
  }

  private static JsonValue key(Caller caller) throws Exception {
    return caller.list(KEYS).getFirst();
  }

  private static JsonValue trainer(Caller caller) throws Exception {
    return Caller.find(caller.list(DEPLOYMENTS), "name", "trainer");
  }
}
