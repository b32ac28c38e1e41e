package io.github.spheronssh.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.spheronssh.SpheronSshException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The API over HTTP on loopback: reads calls, answers them, and shows the quirks of transport. */
final class ApiServer implements Closeable {
  /** The largest body that is read, in bytes. */
  private static final int MAX_BODY = 64 * 1024;

  private static final int SLOW_MILLIS = 2000;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Gate gate;
  private final Routes routes;
  private final Set<Quirk> quirks;

  private ApiServer(
      HttpServer server, ExecutorService threads, Gate gate, Routes routes, Set<Quirk> quirks) {
    this.server = server;
    this.threads = threads;
    this.gate = gate;
    this.routes = routes;
    this.quirks = quirks;
  }

  static ApiServer start(Account account, SandboxSettings settings)
      throws SpheronSshException, IOException {
    HttpServer http;
    try {
      var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), settings.port());
      http = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new SpheronSshException(
          "port %d is in use or not allowed".formatted(settings.port()),
          "give another --port, or none: a free one is picked",
          e);
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    var server =
        new ApiServer(
            http,
            threads,
            new Gate(account.token(), settings.quirks(), InstantSource.system()),
            new Routes(account, settings),
            settings.quirks());
    http.setExecutor(threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (quirks.contains(Quirk.SLOW)) {
        Thread.sleep(SLOW_MILLIS);
      }
      Answer answer = answer(exchange);
      boolean post = exchange.getRequestMethod().equals("POST");
      if (!(post && quirks.contains(Quirk.LOST_ANSWER))) {
        send(exchange, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the sandbox closes
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      if (quirks.contains(Quirk.REDIRECT)) {
        return Answer.empty(302).with(Map.of("Location", elsewhere(exchange)));
      }
      String body = body(exchange);
      Call call = Call.of(exchange.getRequestMethod(), exchange.getRequestURI(), body);
      gate.pass(call, header(exchange, "User-Agent"), header(exchange, "Authorization"));
      Answer answer = routes.answer(call);
      return quirks.contains(Quirk.NO_JSON) && call.method().equals("GET")
          ? Answer.html(200, "Spheron")
          : answer;
    } catch (ApiFault fault) {
      return error(fault);
    } catch (IOException | RuntimeException e) {
      return error(new ApiFault(500, "internal error: " + e));
    }
  }

  private static String body(HttpExchange exchange) throws IOException, ApiFault {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new ApiFault(413, "the body is larger than %d bytes".formatted(MAX_BODY));
      }
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private Answer error(ApiFault fault) {
    if (quirks.contains(Quirk.EMPTY_ERRORS)) {
      return Answer.empty(fault.status()).with(fault.headers());
    }
    if (quirks.contains(Quirk.HTML_ERRORS)) {
      return Answer.html(fault.status(), "Error " + fault.status()).with(fault.headers());
    }
    var body = new LinkedHashMap<String, Object>();
    String message = fault.getMessage();
    body.put("error", quirks.contains(Quirk.ERROR_OBJECT) ? Map.of("message", message) : message);
    body.putAll(fault.details());
    return Answer.json(fault.status(), body).with(fault.headers());
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bare ? -1 : body.length);
    if (!bare) {
      boolean cut = quirks.contains(Quirk.CUT);
      exchange.getResponseBody().write(body, 0, cut ? body.length / 2 : body.length);
    }
  }

  /** The same call at the other name of loopback, which is another host to a client. */
  private String elsewhere(HttpExchange exchange) {
    return "http://localhost:%d%s"
        .formatted(server.getAddress().getPort(), exchange.getRequestURI());
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }
}
