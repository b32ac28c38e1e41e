package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every check something that breaks it and nothing else. */
final class CatalogueTest {
  @TempDir Path home;

  private Ward ward;
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What is done to a ward in which all is well; returns what else has to be closed. */
  interface Breaking {
    void in(CatalogueTest test, Ward ward) throws Exception;
  }

  record Case(String result, String id, Breaking breaking) {
    @Override
    public String toString() {
      return result + " " + id;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        fail("ssh-folder", (_, ward) -> Clinic.mode(ward.home.resolve(".ssh"), "rwxrwxrwx")),
        warn("ssh-folder", (_, ward) -> Clinic.mode(ward.home.resolve(".ssh"), "rwxr-xr-x")),
        warn("agent", (_, ward) -> ward.command.with("SSH_AUTH_SOCK", ward.home + "/gone")),
        warn("agent-keys", (test, ward) -> test.agent(ward, 6)),
        fail("key-readable", (_, ward) -> Files.writeString(ward.key, "not a key\n")),
        warn("key-readable", (_, ward) -> foreign(ward)),
        fail("key", (_, ward) -> Files.delete(ward.key)),
        fail("key-mode", (_, ward) -> Clinic.mode(ward.key, "rw-r--r--")),
        fail("key-pair", (_, ward) -> Files.writeString(pub(ward), newKey().publicKey() + "\n")),
        fail("key-pair", (_, ward) -> Files.writeString(pub(ward), "ssh-ed25519 rubbish\n")),
        warn("key-pair", (_, ward) -> Files.delete(pub(ward))),
        warn("key-passphrase", (_, ward) -> encrypt(ward)),
        fail("credentials", (_, ward) -> ward.command.without("SPHERON_API_KEY")),
        warn("credentials-mode", (_, ward) -> sharedApiKey(ward)),
        fail("api", (_, ward) -> ward.status = 503),
        fail("api", (_, ward) -> ward.api.close()),
        fail("api-key", (_, ward) -> ward.status = 401),
        warn("balance", (_, ward) -> ward.balance = "0.00"),
        fail("key-registered", (_, ward) -> ward.keys.put("k1", newKey().publicKey().toString())),
        warn("key-registered-once", (_, ward) -> ward.keys.put("k2", ward.keys.get("k1"))),
        fail("instance", (_, ward) -> ward.deployment.put("name", "tin")),
        fail("status", (_, ward) -> ward.deployment.put("status", "stopped")),
        warn("status", (_, ward) -> ward.deployment.put("status", "moving")),
        fail("address", (_, ward) -> ward.deployment.remove("ipAddress")),
        fail("dns", (_, ward) -> named(ward, "no-such-host.invalid")),
        fail("tcp", (_, ward) -> ward.deployment.put("sshPort", unusedPort())),
        fail("banner", (test, ward) -> test.serve(ward, "HTTP/1.1 400 Bad Request\r\n\r\n")),
        fail("banner", (test, ward) -> test.serve(ward, "")),
        fail("key-exchange", (test, ward) -> test.serve(ward, "SSH-2.0-short\r\n")),
        fail("host-key", (_, ward) -> ward.pin(newKey().publicKey())),
        warn("host-key", (_, ward) -> Files.delete(ward.pins)),
        fail("opening-key", (_, ward) -> madeWithAnother(ward)),
        fail("login", (_, ward) -> ward.opens = false),
        warn("login-user", (_, ward) -> rootIsSentAway(ward)),
        fail("session", (_, ward) -> ward.shell = _ -> new Ward.Said("", 3)),
        warn("session-clean", (_, ward) -> ward.shell = _ -> new Ward.Said("welcome\n", 0)));
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    ward.close();
  }

  @Test
  void whereAllIsWellNothingIsFound() throws Exception {
    assertEquals(List.of(), ward.examine("box").amiss());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsBrokenIsFoundAndNothingElse(Case broken) throws Exception {
    broken.breaking().in(this, ward);
    Report report = ward.examine("box");
    assertEquals(List.of(broken.toString()), report.amiss(), report.toString());
    Line line = report.line(broken.id());
    String remedy = String.valueOf(line.remedy());
    assertTrue(!remedy.equals("null") && !remedy.isBlank(), line.toString());
    Result text = ward.command.run("doctor", "box");
    String mark = broken.result().equals("fail") ? "FAIL " : "warn ";
    assertTrue(
        text.out().lines().anyMatch(each -> each.startsWith(mark + broken.id() + " ")), text.out());
    assertTrue(text.out().contains("     -> " + remedy + "\n"), text.out());
  }

  @Test
  void everyCheckIsBrokenOnce() {
    assertEquals(
        Doctor.checks().stream().map(Check::id).collect(toSet()),
        Stream.concat(cases().map(Case::id), InstanceCatalogueTest.ids()).collect(toSet()));
  }

  @Test
  void whatACheckNeedsStandsBeforeIt() {
    var before = new ArrayList<String>();
    for (Check check : Doctor.checks()) {
      assertTrue(before.containsAll(check.needs()), check.id());
      assertTrue(check.id().matches("[a-z]+(-[a-z]+)*"), check.id());
      before.add(check.id());
    }
    assertEquals(before.stream().distinct().toList(), before);
  }

  @Test
  void aServiceAndAServerThatHangCostSecondsOnly() throws Exception {
    try (var service = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        var server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      ward.command.with("SPHERON_API_BASE", "http://127.0.0.1:" + service.getLocalPort());
      Report report = ward.examine("127.0.0.1:" + server.getLocalPort());
      assertEquals(List.of("fail api", "fail banner"), report.amiss());
      long took = report.findings().stream().mapToLong(Line::milliseconds).sum();
      assertTrue(took < 15_000, took + " ms");
    }
  }

  private static Case fail(String id, Breaking breaking) {
    return new Case("fail", id, breaking);
  }

  private static Case warn(String id, Breaking breaking) {
    return new Case("warn", id, breaking);
  }

  private static SshKeyPair newKey() throws Exception {
    return new KeyGenerator().generate(KeyKind.ED25519, 256, false, "other");
  }

  private static Path pub(Ward ward) {
    return ward.key.resolveSibling("id_ed25519.pub");
  }

  private void agent(Ward ward, int keys) throws Exception {
    Path socket = ward.home.resolve("agent");
    opened.add(new FakeAgent(socket, keys));
    ward.command.with("SSH_AUTH_SOCK", socket.toString());
  }

  private static void foreign(Ward ward) throws IOException {
    Path file = ward.key.resolveSibling("old.ppk");
    Files.writeString(file, "PuTTY-User-Key-File-3: ssh-ed25519\n");
  }

  private static void encrypt(Ward ward) throws Exception {
    Files.delete(ward.key);
    Files.delete(pub(ward));
    Path passphrase = ward.home.resolve("passphrase");
    Files.writeString(passphrase, "a long enough passphrase\n");
    Clinic.mode(passphrase, "rw-------");
    Result made = ward.command.run("keygen", "--passphrase-file", passphrase.toString());
    assertEquals(0, made.status(), made.err());
    ward.keys.put("k1", Files.readString(pub(ward)).strip());
  }

  private static void sharedApiKey(Ward ward) throws IOException {
    ward.command.without("SPHERON_API_KEY");
    Path file = ward.home.resolve(".spheron/api_key");
    Files.writeString(file, Ward.TOKEN + "\n");
    Clinic.mode(file, "rw-r--r--");
  }

  private static void named(Ward ward, String host) {
    ward.deployment.remove("ipAddress");
    ward.deployment.put("sshCommand", "ssh ubuntu@" + host);
  }

  private static void madeWithAnother(Ward ward) {
    ward.opens = false;
    ward.deployment.put("sshKeyId", "k9");
    ward.deployment.put("sshKeyName", "colleague");
  }

  private static void rootIsSentAway(Ward ward) {
    ward.deployment.put("user", "root");
    ward.shell =
        user ->
            user.equals("root")
                ? new Ward.Said(
                    "Please login as the user \"ubuntu\" rather than the user \"root\".\n\n", 142)
                : new Ward.Said("", 0);
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Says this to whoever connects, and hangs up. */
  private void serve(Ward ward, String words) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    opened.add(listener);
    ward.deployment.put("sshPort", listener.getLocalPort());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                greet(listener, words);
              }
            });
  }

  private static void greet(ServerSocket listener, String words) {
    try (Socket client = listener.accept()) {
      client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return; // the client was quicker, or the test is over
    }
  }
}
