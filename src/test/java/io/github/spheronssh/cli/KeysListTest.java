package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonValue;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code keys list} remarks on, and from where it knows how old a key is. */
@DisabledOnOs(OS.WINDOWS) // which has no modes
final class KeysListTest {
  private static final String COLLEAGUES =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  /** What makes the key odd, and what is said of it. */
  static final List<Arguments> ODDITIES =
      List.of(
          odd("nothing", list -> {}),
          odd(
              "others may read it",
              list -> list.mode("id_ed25519", "rw-r-----"),
              "private key readable by others: ~/.ssh/id_ed25519"),
          odd(
              "others may write to it",
              list -> list.mode("id_ed25519", "rw-----w-"),
              "private key readable by others: ~/.ssh/id_ed25519"),
          odd("others may read its public half", list -> list.mode("id_ed25519.pub", "rw-rw-rw-")),
          odd(
              "a copy of it",
              list -> list.copy("id_ed25519", "id_copy"),
              "same key under 2 names: ~/.ssh/id_ed25519, ~/.ssh/id_copy"),
          odd(
              "the public file of another",
              list -> list.write("id_ed25519.pub", COLLEAGUES),
              "~/.ssh/id_ed25519.pub doesn't match its private file"),
          odd(
              "a public file that is none",
              list -> list.write("id_ed25519.pub", "rubbish"),
              "~/.ssh/id_ed25519.pub is no public key"),
          odd("no public file", list -> Files.delete(list.ssh("id_ed25519.pub"))),
          odd(
              "two entries of it",
              list -> {
                list.register("k1", list.line());
                list.register("k2", list.line() + " again");
              },
              "registered 2 times: k1, k2"),
          odd(
              "its entry alone",
              list -> {
                list.register("k1", list.line());
                Files.delete(list.ssh("id_ed25519"));
                Files.delete(list.ssh("id_ed25519.pub"));
              },
              "in the account, private half not on this machine"));

  @TempDir Path home;
  private AccountService service;
  private CommandRun command;

  interface Change {
    void make(KeysListTest list) throws IOException;
  }

  private static Arguments odd(String what, Change change, String... remarks) {
    return Arguments.of(what, change, List.of(remarks));
  }

  @BeforeEach
  void start() throws IOException {
    service = new AccountService();
    command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", AccountService.KEY);
    assertEquals(0, command.run("keygen", "--no-passphrase", "-C", "me").status());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Path ssh(String name) {
    return home.resolve(".ssh").resolve(name);
  }

  private void mode(String name, String mode) throws IOException {
    Files.setPosixFilePermissions(ssh(name), PosixFilePermissions.fromString(mode));
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(ssh(from), ssh(to), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(ssh(name), text + "\n");
  }

  private String line() throws IOException {
    return Files.readString(ssh("id_ed25519.pub")).strip();
  }

  private void register(String id, String line) {
    service.keys().add(new AccountKey(id, id, line, null, null));
  }

  private List<JsonValue> list() throws Exception {
    Result list = command.run("keys", "list", "--json");
    assertEquals(0, list.status(), list.err());
    return Json.parse(list.out()).elements();
  }

  private static String text(JsonValue row, String field) {
    return row.field(field).flatMap(JsonValue::text).orElse("");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ODDITIES")
  void whatIsOddAboutAKeyIsRemarkedOn(String what, Change change, List<String> remarks)
      throws Exception {
    change.make(this);
    assertEquals(remarks, texts(list().getFirst(), "remarks"), what);
  }

  @Test
  void aShortRsaKeyIsRemarkedOn() throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", ssh("id_rsa"))
        .succeeded();
    assertTrue(command.run("keys", "list").out().contains("weak: 1024 bits of RSA"));
  }

  @Test
  void theAccountSaysFirstHowOldAKeyIsThenANoteThenItsFile() throws Exception {
    Instant file = Instant.parse("2026-02-03T04:05:06Z");
    for (String name : List.of("id_ed25519", "id_ed25519.pub")) {
      Files.setLastModifiedTime(ssh(name), FileTime.from(file));
    }
    assertEquals("note", text(list().getFirst(), "createdFrom"));
    service.keys().add(new AccountKey("k1", "k1", line(), null, "2026-01-01T00:00:00Z"));
    JsonValue told = list().getFirst();
    assertEquals("account", text(told, "createdFrom"));
    assertEquals("2026-01-01T00:00:00Z", text(told, "created"));
    assertEquals("2026-04-01T00:00:00Z", text(told, "due"));

    service.keys().clear();
    try (var files = Files.newDirectoryStream(home.resolve(".spheron"))) {
      for (Path each : files) {
        if (Files.isRegularFile(each)) {
          Files.delete(each);
        }
      }
    }
    JsonValue bare = list().getFirst();
    assertEquals("file", text(bare, "createdFrom"));
    assertEquals(file.toString(), text(bare, "created"));
  }

  @Test
  void aKeyIsOneRowWhereverItIs() throws Exception {
    Path work = Files.createDirectory(home.resolve("work")).resolve("key");
    Files.move(ssh("id_ed25519"), work);
    Files.move(ssh("id_ed25519.pub"), Path.of(work + ".pub"));
    Files.writeString(ssh("config"), "Host build-*\n  IdentityFile ~/work/key\n");
    service
        .keys()
        .add(new AccountKey("k1", "laptop", Files.readString(Path.of(work + ".pub")), null, null));
    try (RealAgent agent = RealAgent.start(Files.createDirectory(home.resolve("agent")))) {
      agent.sshAdd("-q", work).succeeded();
      command.with("SSH_AUTH_SOCK", agent.socket().toString());
      List<JsonValue> rows = list();
      assertEquals(1, rows.size(), rows::toString);
      assertEquals("laptop", text(rows.getFirst(), "name"));
      assertEquals("~/work/key", text(rows.getFirst(), "file"));
      assertEquals(List.of("account", "file", "agent"), texts(rows.getFirst(), "places"));
    }
  }

  @Test
  void whichInstancesUseAKeyIsWhatLoginsProvedElseWhatTheServiceSays() throws Exception {
    register("mine", line());
    register("other", COLLEAGUES);
    service.deployments(
        """
        [{"id":"d1","name":"told","status":"running","sshKeyId":"mine"},
         {"id":"d2","name":"proved","status":"stopped","sshKeyId":"other"},
         {"id":"d3","name":"ended","status":"terminated","sshKeyId":"mine"}]
        """);
    byte[] blob = PublicKeyLine.parse(line()).blob();
    var environment = Environment.of(Map.of("HOME", home.toString()), new Properties());
    Ledger.of(environment, service.url(), _ -> {})
        .record(
            new Ledger.Proof(
                "d2",
                "proved",
                Optional.empty(),
                "ubuntu",
                Optional.of(Base64.getEncoder().encodeToString(blob)),
                "127.0.0.1",
                22));
    assertEquals(List.of("told", "proved"), texts(list().getFirst(), "usedBy"));
    assertEquals(List.of(), texts(list().get(1), "usedBy"));
  }

  private static List<String> texts(JsonValue row, String field) {
    return row.field(field).orElseThrow().elements().stream()
        .map(element -> element.text().orElseThrow())
        .toList();
  }
}
