package io.github.spheronssh.testing;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.api.NewKey;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** An account on loopback: it keeps keys, and fails when a test tells it to. */
public final class AccountService extends Dispatcher implements AutoCloseable {
  /** The API key that it takes. */
  public static final String KEY = "sai_0123456789abcdefghijXY12";

  private static final String KEYS = "/api/ssh-keys";
  private static final int PATIENCE_SECONDS = 10;

  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<AccountKey> keys = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, CountDownLatch> heldBack = new ConcurrentHashMap<>();
  private volatile String deployments = "[]";

  private final Map<String, OtherTeam> otherTeams = new ConcurrentSkipListMap<>();

  /** What another team of the user's has, as lists in JSON; without them it answers nobody. */
  private record OtherTeam(@Nullable String keys, @Nullable String deployments) {}

  /** An answer that stands in for the account's own to the next call of that method. */
  private record Answer(String method, boolean acts, MockResponse response) {}

  public AccountService() throws IOException {
    server.setDispatcher(this);
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /** Its base URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** The keys that it has; a test may add some. */
  public List<AccountKey> keys() {
    return keys;
  }

  /** Method and target of each call, in the order in which they came. */
  public List<String> requests() {
    return requests;
  }

  /** The instances that it has, as a list in JSON. */
  public AccountService deployments(String json) {
    deployments = json;
    return this;
  }

  /** The user is in another team as well, which has these keys and instances, as JSON. */
  public AccountService otherTeam(String id, String keysJson, String deploymentsJson) {
    otherTeams.put(id, new OtherTeam(keysJson, deploymentsJson));
    return this;
  }

  /** The user is in another team as well, of which nothing is told. */
  public AccountService silentTeam(String id) {
    otherTeams.put(id, new OtherTeam(null, null));
    return this;
  }

  /** The next call of the method is answered like this, and nothing is done. */
  public AccountService answer(String method, MockResponse response) {
    answers.add(new Answer(method, false, response));
    return this;
  }

  /** The next call of the method is answered like this, and nothing is done. */
  public AccountService answer(String method, int status, String body) {
    return answer(method, new MockResponse.Builder().code(status).body(body).build());
  }

  /** The next call of the method is done, and answered like this all the same. */
  public AccountService actButAnswer(String method, MockResponse response) {
    answers.add(new Answer(method, true, response));
    return this;
  }

  /** Calls of the method are dealt with once this many others came, or never did for long. */
  public AccountService holdBack(String method, int others) {
    heldBack.put(method, new CountDownLatch(others));
    return this;
  }

  private void awaitOthers(String method) throws InterruptedException {
    heldBack.forEach(
        (held, latch) -> {
          if (!held.equals(method)) {
            latch.countDown();
          }
        });
    CountDownLatch own = heldBack.get(method);
    if (own != null) {
      var _ = own.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    requests.add(request.getMethod() + " " + request.getTarget());
    awaitOthers(request.getMethod());
    if (!("Bearer " + KEY).equals(request.getHeaders().get("Authorization"))) {
      return json(401, "{\"error\":\"bad key\"}");
    }
    Answer next = answers.peek();
    if (next == null || !next.method().equals(request.getMethod())) {
      return act(request);
    }
    answers.remove();
    if (next.acts()) {
      act(request);
    }
    return next.response();
  }

  private MockResponse act(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    OtherTeam other = otherTeams.get(String.valueOf(request.getUrl().queryParameter("teamId")));
    if (other != null) {
      @Nullable String told = path.equals(KEYS) ? other.keys() : other.deployments();
      return told == null ? json(404, "{\"error\":\"team not found\"}") : json(200, told);
    }
    return switch (request.getMethod() + " " + path) {
      case "GET /api/balance" ->
          json(
              200,
              """
              {"teams":[{"teamId":"t1","teamName":"research","balance":12.50,
                "isCurrentTeam":true,"role":"owner"}%s],"currency":"USD"}
              """
                  .formatted(
                      otherTeams.keySet().stream()
                          .map(
                              """
                              ,{"teamId":"%s","isCurrentTeam":false,"role":"member"}\
                              """
                                  ::formatted)
                          .collect(Collectors.joining())));
      case "GET /api/ssh-keys" -> json(200, Json.write(keys));
      case "POST /api/ssh-keys" -> add(request);
      case "GET /api/deployments" -> json(200, deployments);
      default ->
          path.startsWith(KEYS + "/")
              ? one(request.getMethod(), path.substring(KEYS.length() + 1))
              : json(404, "{\"error\":\"no such endpoint\"}");
    };
  }

  private MockResponse add(RecordedRequest request) {
    try {
      NewKey sent = Json.read(Objects.requireNonNull(request.getBody()).utf8(), NewKey.class);
      int number = ids.incrementAndGet();
      String created = "2026-11-23T12:00:%02dZ".formatted(number);
      var key = new AccountKey("k" + number, sent.name(), sent.publicKey(), "0", created);
      keys.add(key);
      return json(201, Json.write(key));
    } catch (JsonException e) {
      return json(400, "{\"error\":\"no key\"}");
    }
  }

  private MockResponse one(String method, String id) {
    for (AccountKey key : keys) {
      if (key.id().equals(id)) {
        boolean delete = method.equals("DELETE");
        return delete && keys.remove(key) ? json(200, "") : json(200, Json.write(key));
      }
    }
    return json(404, "{\"error\":\"no such key\"}");
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
