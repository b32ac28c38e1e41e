package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonValue;
import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code login}, {@code logout} and {@code whoami}, and what each kind of failing API comes to. */
final class AccountCommandsTest {
  @TempDir Path home;

  private AccountService service;
  private CommandRun command;

  @BeforeEach
  void start() throws IOException {
    service = new AccountService();
    command = new CommandRun(home).with("SPHERON_API_BASE", service.url());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void loginTriesTheKeyAndStoresItForTheOwnerAlone() throws IOException {
    Result login = command.runReading("  " + AccountService.KEY + "\r\n", "login");
    assertEquals("API key sai_…XY12 saved in ~/.spheron/api_key\n", login.out());
    assertEquals("", login.err());
    assertEquals(0, login.status());
    assertEquals(List.of("GET /api/balance"), service.requests());
    Path file = home.resolve(".spheron/api_key");
    assertEquals(AccountService.KEY + "\n", Files.readString(file));
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(home.resolve(".spheron")));
  }

  @Test
  void loginAsksAPersonWithoutEcho() throws IOException {
    Result login = command.runAt(new Person(AccountService.KEY, null), "login");
    assertEquals(0, login.status(), login.err());
    assertEquals(AccountService.KEY + "\n", Files.readString(home.resolve(".spheron/api_key")));
  }

  @Test
  void loginTakesTheKeyOfAFile() throws IOException {
    Files.writeString(home.resolve("key"), "export SPHERON_API_KEY='" + AccountService.KEY + "'\n");
    assertEquals(0, command.run("login", "--api-key-file", "~/key").status());
    assertEquals(AccountService.KEY + "\n", Files.readString(home.resolve(".spheron/api_key")));
  }

  @Test
  void aKeyThatTheServiceRefusesIsNotStoredAndTheOldOneStays() throws IOException {
    Path file = stored("sai_theoldonetheoldone");
    Result login = command.runReading("sai_wrongwrongwrongwrong", "login");
    assertEquals(3, login.status());
    assertTrue(login.err().contains("401"), login.err());
    assertEquals("sai_theoldonetheoldone", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "short", "two words of it", "sai_ümlaut-ümlaut"})
  void whatCanBeNoKeyIsNotEvenTried(String text) {
    assertEquals(3, command.runReading(text, "login").status());
    assertEquals(List.of(), service.requests());
    assertFalse(Files.exists(home.resolve(".spheron/api_key")));
  }

  @Test
  void loginClosesAFileThatOthersCouldRead() throws IOException {
    Path file = stored("sai_theoldonetheoldone");
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(0, command.runReading(AccountService.KEY, "login").status());
    assertEquals("rw-------", mode(file));
  }

  @Test
  void loginSaysWhatComesBeforeTheStoredKey() {
    command.with("SPHERON_API_KEY", AccountService.KEY);
    Result login = command.runReading(AccountService.KEY, "login");
    assertEquals(
        "spheron-ssh: warning: SPHERON_API_KEY is set and comes before ~/.spheron/api_key\n",
        login.err());
  }

  @Test
  void logoutDeletesOnlyItsOwnFileAndSaysWhatElseHoldsAKey() throws IOException {
    stored(AccountService.KEY);
    Path manual = home.resolve(".spheron/credentials");
    Files.writeString(manual, AccountService.KEY);
    Result logout = command.with("SPHERON_API_KEY", "x").run("logout");
    assertEquals("deleted ~/.spheron/api_key\n", logout.out());
    assertEquals(
        """
        spheron-ssh: warning: SPHERON_API_KEY still holds an API key
        spheron-ssh: warning: ~/.spheron/credentials still holds an API key
        """,
        logout.err());
    assertFalse(Files.exists(home.resolve(".spheron/api_key")));
    assertTrue(Files.exists(manual));
    assertEquals("there was no stored API key\n", command.run("logout").out());
  }

  @Test
  void whoamiShowsTheKeyMaskedAndTheTeams() {
    Result whoami = command.with("SPHERON_API_KEY", AccountService.KEY).run("whoami");
    assertEquals(
        """
        API      %s
        API key  sai_…XY12 (from SPHERON_API_KEY)
        team     research (t1), owner, balance 12.50 USD, current
        """
            .formatted(service.url()),
        whoami.out());
    assertEquals(0, whoami.status());
  }

  @Test
  void whoamiAsJsonHasStableNames() throws Exception {
    Result whoami = command.with("SPHERON_API_KEY", AccountService.KEY).run("whoami", "--json");
    JsonValue document = Json.parse(whoami.out());
    assertEquals("sai_…XY12", document.field("apiKey").orElseThrow().text().orElseThrow());
    JsonValue team = document.field("teams").orElseThrow().elements().getFirst();
    assertEquals("t1", team.field("id").orElseThrow().text().orElseThrow());
    assertEquals("12.50", team.field("balance").orElseThrow().text().orElseThrow());
    assertEquals("true", team.field("current").orElseThrow().text().orElseThrow());
    assertEquals("", whoami.err());
  }

  @Test
  void theKeyIsLookedForInOrder() throws IOException {
    Path option = home.resolve("option");
    Files.writeString(option, "sai_optionoptionoption01");
    Files.createDirectories(home.resolve(".spheron"));
    Path manual = home.resolve(".spheron/credentials");
    Files.writeString(manual, "# mine\nOTHER=x\nSPHERON_API_KEY=\"sai_manualmanualmanual04\"\n");
    stored("sai_ownownownownownown003");
    command.with("SPHERON_API_KEY", "sai_variablevariable0002");

    assertTrue(command.run("whoami", "--api-key-file", "option").err().contains("sai_…on01"));
    assertTrue(command.run("whoami").err().contains("sai_…0002"));
    command.without("SPHERON_API_KEY");
    assertTrue(command.run("whoami").err().contains("sai_…n003"));
    assertEquals(0, command.run("logout").status());
    assertTrue(command.run("whoami").err().contains("sai_…al04"));
    Files.delete(manual);
    Result none = command.run("whoami");
    assertEquals(3, none.status());
    assertTrue(none.err().endsWith("spheron-ssh: hint: spheron-ssh login\n"), none.err());
  }

  @Test
  void aKeyFileThatOthersCanReadIsWarnedOf() throws IOException {
    Path file = stored(AccountService.KEY);
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Result whoami = command.run("whoami");
    assertEquals(0, whoami.status());
    assertEquals(
        "spheron-ssh: warning: ~/.spheron/api_key is readable by others:"
            + " chmod 600 ~/.spheron/api_key\n",
        whoami.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n# nothing\n", "OTHER=x", "two words"})
  void aFileWithoutAKeyIsNamed(String content) throws IOException {
    stored(content);
    Result whoami = command.run("whoami");
    assertEquals(3, whoami.status());
    assertTrue(whoami.err().contains("no API key in ~/.spheron/api_key: "), whoami.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":\"expired\"}   | 3 | expired",
        "403 | <html>blocked</html>      | 3 | web page",
        "404 | {}                        | 1 | 404",
        "409 | {\"error\":{\"message\":\"conflict\"}} | 1 | conflict",
        "418 | ''                        | 1 | 418",
        "500 | {\"message\":\"oops\"}    | 5 | 500",
        "200 | <html>portal</html>       | 1 | web page",
        "200 | ''                        | 1 | met nothing",
        "200 | {\"teams\":[              | 1 | ends too early",
        "200 | []                        | 1 | another shape",
      })
  void aFailingApiIsOneErrorWithTheRightCode(int status, String body, int code, String says) {
    service.answer("GET", status, body);
    Result whoami = command.with("SPHERON_API_KEY", AccountService.KEY).run("whoami");
    assertEquals(code, whoami.status(), whoami.err());
    assertTrue(whoami.err().startsWith("spheron-ssh: error: GET /api/balance: "), whoami.err());
    assertTrue(whoami.err().contains(says), whoami.err());
    assertTrue(whoami.err().lines().count() <= 2, whoami.err());
    assertEquals("", whoami.out());
  }

  @Test
  void aRateLimitThatIsFarOffEndsTheRunAndSaysWhenToComeBack() {
    service.answer(
        "GET", new MockResponse.Builder().code(429).addHeader("Retry-After", "900").build());
    Result whoami = command.with("SPHERON_API_KEY", AccountService.KEY).run("whoami");
    assertEquals(5, whoami.status());
    assertTrue(whoami.err().contains("spheron-ssh: hint: try again in 900 s, at "), whoami.err());
  }

  @Test
  void aServiceThatIsNotThereIsCodeFive() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Result whoami =
        command
            .with("SPHERON_API_KEY", AccountService.KEY)
            .run("whoami", "--api-base", "http://127.0.0.1:" + port);
    assertEquals(5, whoami.status());
    assertTrue(whoami.err().contains("refused"), whoami.err());
  }

  @Test
  void plainHttpToAnotherHostIsRefusedBeforeAnythingIsSent() {
    Result whoami =
        command
            .with("SPHERON_API_KEY", AccountService.KEY)
            .with("SPHERON_API_BASE", "http://app.spheron.example")
            .run("whoami");
    assertEquals(1, whoami.status());
    assertTrue(whoami.err().contains("plain http"), whoami.err());
  }

  @Test
  void aRedirectToAnotherHostIsNotFollowed() throws IOException {
    try (var other = new AccountService()) {
      service.answer(
          "GET",
          new MockResponse.Builder()
              .code(307)
              .addHeader("Location", other.url() + "/api/balance")
              .build());
      Result whoami = command.with("SPHERON_API_KEY", AccountService.KEY).run("whoami");
      assertEquals(1, whoami.status());
      assertTrue(whoami.err().contains("redirect to " + other.url()), whoami.err());
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void theKeyIsInNoOutputHoweverMuchIsAskedFor() {
    command.with("SPHERON_API_KEY", AccountService.KEY);
    service
        .answer("GET", 400, "{\"error\":\"Bearer " + AccountService.KEY + "\"}")
        .answer("GET", 401, "{\"error\":\"" + AccountService.KEY + "\"}")
        .answer("GET", 404, AccountService.KEY)
        .answer("GET", 500, "{\"message\":\"" + AccountService.KEY + "\"}")
        .answer("GET", 200, AccountService.KEY)
        .answer("GET", 200, "{\"" + AccountService.KEY + "\":");
    for (int i = 0; i < 7; i++) {
      Result whoami = command.run("whoami", "-vvv", "--debug");
      assertTrue(whoami.err().contains("debug1: GET /api/balance: "), whoami.err());
      assertFalse((whoami.out() + whoami.err()).contains("0123456789"), whoami.err());
    }
    Result login = command.runReading(AccountService.KEY + " x", "login", "-vvv", "--debug");
    assertFalse((login.out() + login.err()).contains("0123456789"), login.err());
  }

  @Test
  void aSecretTypedWhereNoneBelongsIsNotRepeated() {
    String pem = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----";
    for (Result usage :
        List.of(
            command.run("login", AccountService.KEY, "--debug"),
            command.run("whoami", "--api-key=" + AccountService.KEY),
            command.run("whoami", "--api-key", AccountService.KEY),
            command.run(AccountService.KEY),
            command.run("upload", pem))) {
      assertEquals(2, usage.status());
      assertFalse(usage.err().contains("0123456789"), usage.err());
      assertFalse(usage.err().contains("c2VjcmV0"), usage.err());
    }
  }

  private Path stored(String content) throws IOException {
    Path file = home.resolve(".spheron/api_key");
    Files.createDirectories(home.resolve(".spheron"));
    Files.writeString(file, content);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Somebody who answers each question the same. */
  record Person(@Nullable String secret, @Nullable String answer) implements Tty {
    @Override
    public @Nullable String readLine(String question) {
      return answer;
    }

    @Override
    public char @Nullable [] readSecret(String question) {
      return secret == null ? null : secret.toCharArray();
    }
  }
}
