package io.github.spheronssh.api;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A service on loopback that answers what a test tells it to, and a client of it. */
final class TestService implements AutoCloseable {
  static final String KEY = "sai_0123456789abcdefghijXY12";

  final MockWebServer server = new MockWebServer();
  final TestPace pace = new TestPace();

  TestService() throws IOException {
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  static ApiKey key() throws CredentialsException {
    return ApiKey.of(KEY.toCharArray(), "the test");
  }

  BaseUrl base() throws Exception {
    return BaseUrl.parse("http://127.0.0.1:" + server.getPort(), "the test");
  }

  ApiSettings settings() throws Exception {
    return ApiSettings.of(base(), key(), "1.2.3");
  }

  SpheronApi api() throws Exception {
    return api(settings(), ApiWatcher.NONE);
  }

  SpheronApi api(ApiSettings settings, ApiWatcher watcher) {
    return new SpheronApi(settings, new HttpExchange(settings, watcher), watcher, pace);
  }

  /** A client that waits for no answer longer than the time. */
  SpheronApi impatient(Duration time) throws Exception {
    return api(settings().callTimeout(time), ApiWatcher.NONE);
  }

  TestService answers(int status, String body) {
    return answers(new MockResponse.Builder().code(status).body(body).build());
  }

  TestService answers(MockResponse response) {
    server.enqueue(response);
    return this;
  }

  RecordedRequest request() throws InterruptedException {
    return server.takeRequest();
  }

  int requests() {
    return server.getRequestCount();
  }

  @Override
  public void close() {
    server.close();
  }
}
