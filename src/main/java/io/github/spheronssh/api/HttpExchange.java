package io.github.spheronssh.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Calls over HTTP/2 or HTTP/1.1. It calls on the caller's thread, and the library's other threads
 * are daemons, so nothing of it keeps the program alive.
 */
final class HttpExchange implements Exchange {
  /** The longest body that is read, in bytes. */
  static final int MAX_BODY = 8 * 1024 * 1024;

  private static final MediaType JSON = MediaType.get("application/json");

  private final ApiSettings settings;
  private final ApiWatcher watcher;
  private final OkHttpClient client;

  HttpExchange(ApiSettings settings, ApiWatcher watcher) {
    this.settings = settings;
    this.watcher = watcher;
    var builder =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.callTimeout())
            .writeTimeout(settings.callTimeout())
            .callTimeout(settings.callTimeout())
            // The key must not follow a redirect, and whether to send again is for RetryRules.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(HttpExchange::hideImmediateRetry)
            .proxy(Proxy.NO_PROXY);
    settings.proxy().ifPresent(proxy -> through(proxy, builder));
    this.client = builder.build();
  }

  @Override
  public Outcome send(Call call) {
    HttpUrl url = url(call);
    long start = System.nanoTime();
    Outcome outcome;
    try (Response response = client.newCall(request(call, url)).execute()) {
      tell(response);
      outcome = read(response);
    } catch (IOException e) {
      outcome = new Outcome.Broken(e);
    } catch (Exception e) {
      outcome = new Outcome.Broken(interruption(e));
    }
    watcher.tried(describe(call, url, outcome, Duration.ofNanos(System.nanoTime() - start)));
    return outcome;
  }

  /** The library doesn't declare that whoever waits for its connection may be interrupted. */
  private static IOException interruption(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      return interrupted;
    }
    throw e instanceof RuntimeException met ? met : new IllegalStateException(e);
  }

  private HttpUrl url(Call call) {
    HttpUrl.Builder url = settings.base().endpoint();
    call.path().forEach(url::addPathSegment);
    call.query().forEach(url::addQueryParameter);
    return url.build();
  }

  private Request request(Call call, HttpUrl url) {
    return new Request.Builder()
        .url(url)
        .header("Authorization", settings.key().authorization())
        .header("User-Agent", settings.userAgent())
        .header("Accept", "application/json")
        .method(call.method(), body(call))
        .build();
  }

  private static @Nullable RequestBody body(Call call) {
    return call.body() == null ? null : RequestBody.create(call.body().getBytes(UTF_8), JSON);
  }

  private static Outcome.Answer read(Response response) throws IOException {
    BufferedSource source = response.body().source();
    if (source.request(MAX_BODY + 1L)) {
      throw new TooLongException("the answer is longer than " + MAX_BODY + " bytes");
    }
    return new Outcome.Answer(
        response.code(),
        response.message(),
        Optional.ofNullable(response.header(RETRY_AFTER)),
        Optional.ofNullable(response.header("Location")),
        source.readUtf8());
  }

  private void tell(Response response) {
    Instant date = response.headers().getInstant("Date");
    if (date != null) {
      watcher.toldTime(date);
    }
  }

  private static ApiWatcher.Try describe(Call call, HttpUrl url, Outcome outcome, Duration time) {
    String query = url.encodedQuery();
    String path = url.encodedPath() + (query == null ? "" : "?" + query);
    return switch (outcome) {
      case Outcome.Answer answer ->
          new ApiWatcher.Try(
              call.method(), path, OptionalInt.of(answer.status()), answer.statusLine(), time);
      case Outcome.Broken broken ->
          new ApiWatcher.Try(
              call.method(), path, OptionalInt.empty(), Breakage.of(broken.cause()).words(), time);
    };
  }

  static void through(ApiProxy proxy, OkHttpClient.Builder builder) {
    builder.proxy(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    proxy
        .authorization()
        .ifPresent(
            authorization ->
                builder.proxyAuthenticator((_, response) -> answerProxy(response, authorization)));
  }

  private static @Nullable Request answerProxy(Response response, String authorization) {
    boolean refusedAlready = response.request().header("Proxy-Authorization") != null;
    return refusedAlready
        ? null
        : response.request().newBuilder().header("Proxy-Authorization", authorization).build();
  }

  private static final String RETRY_AFTER = "Spheron-Ssh-Retry-After";

  /** OkHttp sends a call again, a POST too, when it meets a 503 with {@code Retry-After: 0}. */
  private static Response hideImmediateRetry(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String retryAfter = response.header("Retry-After");
    Response.Builder hidden =
        response.newBuilder().removeHeader("Retry-After").removeHeader(RETRY_AFTER);
    return (retryAfter == null ? hidden : hidden.header(RETRY_AFTER, retryAfter)).build();
  }

  /** A body beyond the bound. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
      super(message);
    }
  }
}
