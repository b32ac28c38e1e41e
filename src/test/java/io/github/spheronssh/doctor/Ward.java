package io.github.spheronssh.doctor;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import io.github.spheronssh.api.NewKey;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.jspecify.annotations.Nullable;

/** A home, an account and an instance {@code box}, all well; each part can be broken by itself. */
final class Ward extends Dispatcher implements AutoCloseable {
  /** It warns of each connection without a request, as one that only tries the port. */
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  static final String TOKEN = "sai_0123456789abcdefghijXY12";

  final Path home;
  final Path key;
  final Path pins;
  final SshKeyPair pair;
  final CommandRun command;
  final MockWebServer api = new MockWebServer();
  final PublicKeyLine hostKey;
  final SshServer server = SshServer.setUpDefaultServer();

  /** What the service says of the instance. */
  final Map<String, @Nullable Object> deployment = new LinkedHashMap<>();

  /** What else the service has, or had. */
  final List<Map<String, String>> others = new ArrayList<>();

  /** What the service says of the instances of another team. */
  final List<Map<String, Object>> elsewhere = new ArrayList<>();

  /** The account's keys by their ids. */
  final Map<String, String> keys = new LinkedHashMap<>();

  String balance = "12.50";
  int status = 200;
  boolean opens = true;

  /** The one key that opens the instance; any does where it is absent. */
  @Nullable PublicKeyLine only;

  /** How far the service's clock is ahead; it tells the time with each answer. */
  Duration ahead = Duration.ZERO;

  Function<String, Said> shell = _ -> new Said("", 0);

  /** What a user's commands come to. */
  record Said(String out, int status) {}

  Ward(Path home) throws Exception {
    LOG.setLevel(Level.SEVERE);
    this.home = home;
    Clinic.mode(home, "rwx------");
    key = Clinic.folder(home.resolve(".ssh")).resolve("id_ed25519");
    pair = Clinic.writeKey(key);
    pins = Clinic.folder(home.resolve(".spheron")).resolve("known_hosts");
    keys.put("k1", pair.publicKey().toString());
    hostKey = startServer();
    pin(hostKey);
    api.setDispatcher(this);
    api.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    deployment.put("id", "d1");
    deployment.put("name", "box");
    deployment.put("status", "running");
    deployment.put("sshKeyId", "k1");
    deployment.put("ipAddress", "127.0.0.1");
    deployment.put("sshPort", server.getPort());
    deployment.put("user", "ubuntu");
    command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", "http://127.0.0.1:" + api.getPort())
            .with("SPHERON_API_KEY", TOKEN);
  }

  private PublicKeyLine startServer() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pair = generator.generateKeyPair();
    server.setKeyPairProvider(KeyPairProvider.wrap(pair));
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setPublickeyAuthenticator((_, key, _) -> opens && isTaken(key));
    server.setCommandFactory(
        (channel, text) -> new Shell(text, shell.apply(channel.getSession().getUsername())));
    server.setShellFactory(_ -> new Prompt());
    server.start();
    return PublicKeyLine.of(pair.getPublic(), "");
  }

  void pin(PublicKeyLine hostKey) throws IOException {
    Files.writeString(pins, "spheron-d1 " + hostKey + "\n");
    Clinic.mode(pins, "rw-------");
  }

  private boolean isTaken(PublicKey key) {
    try {
      return only == null || only.sameKeyAs(PublicKeyLine.of(key, ""));
    } catch (KeyFormatException e) {
      return false;
    }
  }

  /** Says what the test wants first, and then what the command does, in a home without keys. */
  private final class Shell extends AbstractCommandSupport {
    private final String text;
    private final Said said;

    Shell(String text, Said said) {
      super(text, null);
      this.text = text;
      this.said = said;
    }

    @Override
    public void run() {
      try {
        getOutputStream().write(said.out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        getOutputStream().flush();
        onExit(said.status() == 0 ? runProcess() : said.status());
      } catch (IOException | InterruptedException e) {
        onExit(255, e.getMessage());
      }
    }

    private int runProcess() throws IOException, InterruptedException {
      var builder = new ProcessBuilder("/bin/sh", "-c", text);
      builder.environment().put("HOME", home.resolve(".spheron").toString());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      Thread.ofVirtual().start(() -> feed(process));
      process.getInputStream().transferTo(getOutputStream());
      getOutputStream().flush();
      return process.waitFor();
    }

    private void feed(Process process) {
      try (OutputStream stdin = process.getOutputStream()) {
        getInputStream().transferTo(stdin);
      } catch (IOException e) {
        return; // it reads no further
      }
    }
  }

  /** A shell that waits for what is typed. */
  private static final class Prompt extends AbstractCommandSupport {
    Prompt() {
      super("", null);
    }

    @Override
    public void run() {
      try {
        getOutputStream().write("$ ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        getOutputStream().flush();
        getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        return; // whoever sat there has left
      }
      onExit(0);
    }
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    return answer(request)
        .newBuilder()
        .setHeader("Date", RFC_1123_DATE_TIME.format(ZonedDateTime.now(UTC).plus(ahead)))
        .build();
  }

  private MockResponse answer(RecordedRequest request) {
    if (status != 200) {
      return new MockResponse.Builder().code(status).body("{\"error\":\"no\"}").build();
    }
    return switch (request.getUrl().encodedPath()) {
      case "/api/balance" ->
          json(
              """
              {"teams":[{"teamId":"t1","teamName":"me","balance":%s,"isCurrentTeam":true},
               {"teamId":"t2","teamName":"lab","balance":1,"isCurrentTeam":false}],"currency":"USD"}
              """
                  .formatted(balance));
      case "/api/ssh-keys" ->
          request.getMethod().equals("POST")
              ? add(request)
              : json(
                  Json.write(
                      keys.entrySet().stream()
                          .map(
                              each ->
                                  Map.of(
                                      "id",
                                      each.getKey(),
                                      "name",
                                      each.getKey(),
                                      "publicKey",
                                      each.getValue()))
                          .toList()));
      case "/api/deployments" ->
          json(
              Json.write(
                  "t2".equals(request.getUrl().queryParameter("teamId"))
                      ? elsewhere
                      : Stream.concat(Stream.of(deployment), others.stream()).toList()));
      case "/api/deployments/d1" -> json(Json.write(deployment));
      case "/api/ssh-keys/k1" ->
          json(Json.write(Map.of("id", "k1", "publicKey", keys.getOrDefault("k1", ""))));
      default -> new MockResponse.Builder().code(404).body("{}").build();
    };
  }

  private MockResponse add(RecordedRequest request) {
    try {
      NewKey sent = Json.read(Objects.requireNonNull(request.getBody()).utf8(), NewKey.class);
      keys.put("k9", sent.publicKey());
      return json(Json.write(Map.of("id", "k9", "name", sent.name())));
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  Report examine(String... arguments) throws Exception {
    return Clinic.examine(command, arguments);
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  @Override
  public void close() {
    try (api) {
      server.stop(true);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
