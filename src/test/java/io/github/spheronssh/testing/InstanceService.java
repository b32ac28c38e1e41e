package io.github.spheronssh.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A service on loopback that says of instances what a test has it say, when the test lets it. */
public final class InstanceService extends Dispatcher implements AutoCloseable {
  private static final String PATH = "/api/deployments";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, String> instances = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch asked = new CountDownLatch(1);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile int status = 200;

  public InstanceService() throws IOException {
    server.setDispatcher(this);
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /** Its base URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** From now on it says this of an instance, at a port of 127.0.0.1. */
  public InstanceService says(String id, String name, String status, int port) {
    instances.put(
        id,
        """
        {"id":"%s","name":"%s","status":"%s","ipAddress":"127.0.0.1","sshPort":%d}
        """
            .formatted(id, name, status, port)
            .strip());
    return this;
  }

  /** From now on it says of a running instance that it is at a host of that name. */
  public InstanceService saysHost(String id, String name, String host) {
    return saysCommand(id, name, "ssh ubuntu@" + host);
  }

  /** From now on it says that one logs in to a running instance by this command. */
  public InstanceService saysCommand(String id, String name, String command) {
    instances.put(
        id,
        """
        {"id":"%s","name":"%s","status":"running","sshCommand":"%s"}
        """
            .formatted(id, name, command)
            .strip());
    return this;
  }

  /** From now on it knows that instance no more. */
  public void forgets(String id) {
    instances.remove(id);
  }

  /** From now on each call gets this status. */
  public void answersWith(int code) {
    status = code;
  }

  /** From now on calls are answered when it is let go. */
  public void hold() {
    asked = new CountDownLatch(1);
    held = new CountDownLatch(1);
  }

  /** Answers what was asked meanwhile, and what will be. */
  public void release() {
    held.countDown();
  }

  /** Waits until somebody asks. */
  public void awaitCall() throws InterruptedException {
    if (!asked.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody asked");
    }
  }

  /** The targets of the calls so far. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    requests.add(request.getTarget());
    asked.countDown();
    held.await();
    if (status != 200) {
      return json(status, "{\"error\":\"so it is\"}");
    }
    String path = request.getUrl().encodedPath();
    if (path.equals(PATH)) {
      boolean all = request.getUrl().queryParameter("status") == null;
      return json(
          200,
          instances.values().stream()
              .filter(instance -> all || !instance.contains("\"terminated"))
              .collect(Collectors.joining(",", "[", "]")));
    }
    String one = path.startsWith(PATH) ? instances.get(path.substring(PATH.length() + 1)) : null;
    return one == null ? json(404, "{\"error\":\"none\"}") : json(200, one);
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public void close() {
    release();
    server.close();
  }
}
