package io.github.spheronssh.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is let through to the API: what stands before every call, in the service's order. */
final class Gate {
  /** What libraries call themselves unless told otherwise; the service refuses them. */
  private static final List<String> LIBRARIES =
      List.of(
          "okhttp/",
          "java/",
          "java-http-client/",
          "apache-httpclient/",
          "python-requests/",
          "python-urllib/",
          "python-httpx/",
          "aiohttp/",
          "go-http-client/",
          "axios/",
          "node-fetch/",
          "node",
          "undici");

  private final byte[] authorization;
  private final Set<Quirk> quirks;
  private final InstantSource clock;
  private final RateLimit calls;
  private final RateLimit creates;
  private final AtomicInteger count = new AtomicInteger();

  Gate(String token, Set<Quirk> quirks, InstantSource clock) {
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.quirks = quirks;
    this.clock = clock;
    this.calls = new RateLimit(RateLimit.CALLS, clock);
    this.creates = new RateLimit(RateLimit.CREATES, clock);
  }

  /**
   * Lets a call through, or says why not.
   *
   * @param userAgent the header, or nothing
   * @param bearer the Authorization header, or nothing
   */
  void pass(Call call, String userAgent, String bearer) throws ApiFault {
    if (has(Quirk.UNAVAILABLE) || (has(Quirk.FLAKY) && count.getAndIncrement() % 2 == 0)) {
      throw new ApiFault(503, "service unavailable");
    }
    if (has(Quirk.RATE_LIMIT)) {
      limit(calls);
    }
    if (!has(Quirk.ANY_USER_AGENT) && isLibrary(userAgent)) {
      throw new ApiFault(403, "forbidden");
    }
    if (call.route().equals("gpu-offers")) {
      return; // the only answer that is for everyone
    }
    byte[] given = bearer.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(authorization, given)) {
      throw new ApiFault(401, bearer.isEmpty() ? "missing API key" : "invalid API key");
    }
    if (has(Quirk.EXPIRED_KEY)) {
      throw new ApiFault(401, "API key expired");
    }
    if (has(Quirk.RATE_LIMIT)
        && call.method().equals("POST")
        && call.route().equals("deployments")) {
      limit(creates);
    }
  }

  private void limit(RateLimit limit) throws ApiFault {
    Optional<Duration> wait = limit.take();
    if (wait.isPresent()) {
      throw tooMany(wait.get());
    }
  }

  private ApiFault tooMany(Duration wait) {
    long seconds = wait.toSeconds();
    if (has(Quirk.RETRY_AFTER_BODY)) {
      return new ApiFault(429, "too many requests", Map.of(), Map.of("retryAfter", seconds));
    }
    ZonedDateTime then = clock.instant().plus(wait).atZone(ZoneOffset.UTC);
    String after =
        has(Quirk.RETRY_AFTER_DATE)
            ? DateTimeFormatter.RFC_1123_DATE_TIME.format(then)
            : Long.toString(seconds);
    return new ApiFault(429, "too many requests", Map.of("Retry-After", after), Map.of());
  }

  private boolean has(Quirk quirk) {
    return quirks.contains(quirk);
  }

  private static boolean isLibrary(String userAgent) {
    String name = userAgent.toLowerCase(Locale.ROOT);
    return name.isEmpty() || LIBRARIES.stream().anyMatch(name::startsWith);
  }
}
