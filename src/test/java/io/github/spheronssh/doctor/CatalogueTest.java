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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every check something that breaks it and nothing else. */
final class CatalogueTest {
  private static final String ENTRIES = "ssh_config";

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
        fail("api-tcp", (_, ward) -> ward.api.close()),
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
        warn("session-clean", (_, ward) -> ward.shell = _ -> new Ward.Said("welcome\n", 0)),
        fail("home-folder", (_, ward) -> Clinic.mode(ward.home, "rwxr-xrwx")),
        warn("home-folder", (_, ward) -> Clinic.mode(ward.home, "rwxrwxr-x")),
        warn("owner", (_, ward) -> somebodyElses(ward.key.resolveSibling("notes"))),
        fail("known-hosts-mode", (_, ward) -> Clinic.mode(ward.pins, "rw-rw-r--")),
        warn("known-hosts", (_, ward) -> append(ward.pins, "host ssh-ed25519 rubbish\n")),
        fail("config-mode", (_, ward) -> Clinic.mode(config(ward, ""), "rw-r--rw-")),
        fail("config-syntax", (_, ward) -> config(ward, "Host a\n  Hostnome b\n")),
        fail("config-syntax", (_, ward) -> config(ward, "Match lunar b\n")),
        warn("config-order", (_, ward) -> config(ward, "Host *\n Port 1\nHost a\n Port 2\n")),
        warn("config-identities", (_, ward) -> config(ward, "Host a\n IdentityFile ~/gone\n")),
        warn("config-include", (_, ward) -> Files.createFile(ward.pins.resolveSibling(ENTRIES))),
        warn("agent-has-key", (test, ward) -> test.encryptWithAgent(ward, 1)),
        warn("agent-has-key", (test, ward) -> test.encryptWithAgent(ward, 0)),
        fail("key-name", (_, ward) -> Files.writeString(ward.key, ward.pair.publicKey() + "\n")),
        warn("key-name", (_, ward) -> Files.copy(ward.key, ward.key.resolveSibling("work.pub"))),
        fail("key-format", (_, ward) -> windowsLineEnds(ward)),
        warn("key-strength", (_, ward) -> weakKey(ward)),
        warn("key-age", (_, ward) -> old(ward)),
        fail("proxy", (_, ward) -> proxied(ward, "http://127.0.0.1:" + unusedPort())),
        fail("proxy", (_, ward) -> proxied(ward, "socks5://127.0.0.1:1")),
        warn("proxy", (_, ward) -> ward.command.with("HTTPS_PROXY", "socks5://127.0.0.1:1")),
        fail("credentials-shape", (_, ward) -> ward.command.with("SPHERON_API_KEY", "Bearer x y")),
        warn("credentials-shape", (_, ward) -> ward.command.with("SPHERON_API_KEY", "a-password")),
        fail("api-base", (_, ward) -> ward.command.with("SPHERON_API_BASE", "http://a.invalid")),
        fail("api-dns", (_, ward) -> ward.command.with("SPHERON_API_BASE", "https://a.invalid")),
        fail("api-tls", (_, ward) -> overTls(ward, "stranger")),
        fail("api-tls", (_, ward) -> overTls(ward, "expired")),
        fail("api-rate", (_, ward) -> ward.status = 429),
        warn("clock", (_, ward) -> ward.ahead = Duration.ofMinutes(10)),
        fail("team", (_, ward) -> ward.command.with("SPHERON_TEAM_ID", "t9")),
        warn("key-registered-name", (_, w) -> w.keys.put("me@here", newKey().publicKey() + "")),
        warn("key-registered-comment", (_, ward) -> commented(ward, "somebody@else")),
        warn("pins", (_, ward) -> ended(ward, ward.pins, "spheron-d9")),
        warn("default-key", (_, ward) -> opensWithAnother(ward)),
        warn(
            "pins", (_, ward) -> ended(ward, ward.key.resolveSibling("known_hosts"), "192.0.2.9")));
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

  /** A root can give a file away; anybody else can name one that is root's. */
  static void somebodyElses(Path file) throws IOException {
    if (Files.getAttribute(file.getParent(), "unix:uid").equals(0)) {
      Files.setAttribute(Files.createFile(file), "unix:uid", 65534);
    } else {
      Files.createSymbolicLink(file, Path.of("/etc/passwd"));
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static Path config(Ward ward, String text) throws IOException {
    Path config = Files.writeString(ward.key.resolveSibling("config"), text);
    Clinic.mode(config, "rw-------");
    return config;
  }

  private static void proxied(Ward ward, String proxy) {
    ward.command.with("SPHERON_API_BASE", "https://a.invalid").with("HTTPS_PROXY", proxy);
  }

  private static void windowsLineEnds(Ward ward) throws Exception {
    made(ward, "--no-passphrase");
    Files.writeString(ward.key, Files.readString(ward.key).replace("\n", "\r\n"));
  }

  private static void weakKey(Ward ward) throws Exception {
    made(ward, "--no-passphrase", "-t", "rsa", "-b", "2048", "--force-weak", "-f", "" + ward.key);
  }

  private static void old(Ward ward) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(Duration.ofDays(91)));
    Files.setLastModifiedTime(ward.key, time);
    Files.setLastModifiedTime(pub(ward), time);
  }

  static void overTls(Ward ward, String who) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    char[] password = "changeit".toCharArray();
    try (InputStream in = Ward.class.getResourceAsStream("/tls/" + who + ".p12")) {
      store.load(in, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    ward.api.useHttps(context.getSocketFactory());
    ward.command.with("SPHERON_API_BASE", "https://127.0.0.1:" + ward.api.getPort());
  }

  private static void opensWithAnother(Ward ward) throws Exception {
    Path other = ward.key.resolveSibling("work");
    ward.only = Clinic.writeKey(other).publicKey();
    ward.command.with("SPHERON_SSH_IDENTITY", other.toString());
  }

  private static void commented(Ward ward, String comment) {
    ward.keys.put("k1", ward.pair.publicKey().withComment(comment).toString());
  }

  /** A deployment that has ended, whose host key is still in that file under this name. */
  static void ended(Ward ward, Path file, String name) throws Exception {
    ward.others.add(
        Map.of("id", "d9", "name", "old", "status", "terminated", "ipAddress", "192.0.2.9"));
    String line = name + " " + newKey().publicKey() + "\n";
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Clinic.mode(file, "rw-------");
  }

  private void encryptWithAgent(Ward ward, int keys) throws Exception {
    encrypt(ward);
    agent(ward, keys);
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
    Path passphrase = ward.home.resolve("passphrase");
    Files.writeString(passphrase, "a long enough passphrase\n");
    Clinic.mode(passphrase, "rw-------");
    made(ward, "--passphrase-file", passphrase.toString());
  }

  /** Makes the key anew, and has it registered instead of the other. */
  private static void made(Ward ward, String... options) throws Exception {
    Files.delete(ward.key);
    Files.delete(pub(ward));
    var words = new ArrayList<>(List.of("keygen", "-C", "me@here"));
    words.addAll(List.of(options));
    Result made = ward.command.run(words.toArray(String[]::new));
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
