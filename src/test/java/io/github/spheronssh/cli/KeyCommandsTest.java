package io.github.spheronssh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.cli.AccountCommandsTest.Person;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonValue;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code upload} and {@code keys}. */
final class KeyCommandsTest {
  private static final String BARE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  private static final String FINGERPRINT = fingerprint();

  @TempDir Path home;

  private AccountService service;
  private CommandRun command;

  @BeforeEach
  void start() throws IOException {
    service = new AccountService();
    command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", AccountService.KEY);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theDefaultKeyIsRegisteredOnceUnderItsComment() throws Exception {
    Path key = home.resolve(".ssh/id_ed25519");
    writePair(key, "me@laptop");
    String line = Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip();
    String fingerprint = PublicKeyLine.parse(line).fingerprint().toString();

    Result first = command.run("upload");
    assertEquals("registered: me@laptop (k1)\nfingerprint: " + fingerprint + "\n", first.out());
    assertEquals(line, service.keys().getFirst().publicKey());
    Result second = command.run("upload");
    assertEquals(
        "already registered: me@laptop (k1)\nfingerprint: " + fingerprint + "\n", second.out());
    assertEquals(0, second.status());
    assertEquals(1, posts());
  }

  @Test
  void aFileStandardInputAndTheLineItselfAreTaken() throws IOException {
    Files.writeString(home.resolve("work.pub"), BARE + "\n");
    assertEquals("k1\n", command.run("upload", "work.pub", "--print-id").out());
    assertEquals("work", service.keys().getFirst().name());
    assertEquals("k1\n", command.runReading(BARE + " a\n", "upload", "-", "--print-id").out());
    assertEquals("k1\n", command.run("upload", BARE + " b", "--print-id").out());
    assertEquals(1, posts());
  }

  @Test
  void theNameIsTheOptionElseTheCommentElseTheFileElseTheFingerprint() throws IOException {
    Files.writeString(home.resolve("work.pub"), BARE + " the comment\n");
    uploadAs("chosen", "work.pub", "--name", "chosen");
    uploadAs("the comment", "work.pub");
    uploadAs(FINGERPRINT, BARE);
  }

  @Test
  void theTeamIsTheOptionElseTheVariable() {
    assertEquals(0, command.run("upload", BARE, "--team", "t2").status());
    command.with("SPHERON_TEAM_ID", "t3");
    assertEquals(0, command.run("keys", "list").status());
    assertEquals("GET /api/ssh-keys?teamId=t2", service.requests().getFirst());
    assertTrue(service.requests().contains("GET /api/ssh-keys?teamId=t3"));
    assertTrue(service.requests().getLast().startsWith("GET /api/deployments?teamId=t3"));
  }

  @Test
  void aPrivateKeyIsRefusedBeforeAnythingIsSentAndItsPublicHalfIsNamed() throws Exception {
    Path key = home.resolve(".ssh/id_ed25519");
    writePair(key, "me@laptop");
    Result upload = command.run("upload", "~/.ssh/id_ed25519");
    assertEquals(1, upload.status());
    assertEquals(
        """
        spheron-ssh: error: ~/.ssh/id_ed25519: expected a public key, met a private key, which\
         must not leave this machine
        spheron-ssh: hint: spheron-ssh upload '~/.ssh/id_ed25519.pub'
        """,
        upload.err());
    Result piped = command.runReading(Files.readString(key), "upload", "-", "-vvv", "--debug");
    assertEquals(1, piped.status());
    assertFalse(piped.err().contains(Files.readAllLines(key).get(1)), piped.err());
    assertEquals(List.of(), service.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        BARE + "\n" + BARE + "\n",
        "no-pty " + BARE,
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "ssh-ed25519-cert-v01@openssh.com AAAA"
      })
  void whatIsNotOnePublicKeyIsRefusedBeforeAnythingIsSent(String text) throws IOException {
    Files.writeString(home.resolve("key.pub"), text);
    for (Result upload :
        List.of(command.run("upload", "key.pub"), command.runReading(text, "upload", "-"))) {
      assertEquals(1, upload.status(), text);
      assertTrue(upload.err().startsWith("spheron-ssh: error: "), upload.err());
    }
    assertEquals(List.of(), service.requests());
  }

  @Test
  void aMissingKeyIsNamedWithTheCommandThatMakesOne() {
    Result none = command.run("upload");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("hint: spheron-ssh keygen"), none.err());
    assertTrue(command.run("upload", "~/.ssh/none.pub").err().contains("~/.ssh/none.pub"));
    assertEquals(List.of(), service.requests());
  }

  @Test
  void anUploadWhoseAnswerIsLostIsNotRepeated() {
    service.actButAnswer(
        "POST", new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    Result upload = command.run("upload", BARE + " me");
    assertEquals(0, upload.status(), upload.err());
    assertTrue(upload.out().startsWith("registered: me (k1)"), upload.out());
    assertEquals(1, posts());
  }

  @Test
  void keysOfTheAccountStandBesideThoseOfThisMachine() throws Exception {
    Path key = home.resolve(".ssh/id_ed25519");
    writePair(key, "me@laptop");
    Path other = home.resolve(".ssh/id_ed25519_other");
    writePair(other, "other");
    String line = Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip();
    service.keys().add(new AccountKey("k7", "la\u001bptop", line, "bogus", "2026-05-01T00:00:00Z"));
    service.keys().add(new AccountKey("k8", "colleague", BARE, "bogus", null));
    service.keys().add(new AccountKey("k9", null, null, null, null));
    service.deployments("[{\"id\":\"d1\",\"name\":\"trainer\",\"sshKeyId\":\"k7\"}]");

    Result list = command.run("keys", "list");
    assertEquals(0, list.status(), list.err());
    List<String> rows = list.out().lines().toList();
    assertEquals(4, rows.size(), list.out());
    assertTrue(rows.get(0).startsWith("la\\x1bptop\tk7\tssh-ed25519\tSHA256:"), rows.get(0));
    assertTrue(
        rows.get(0)
            .endsWith(
                "\t~/.ssh/id_ed25519\t2026-05-01T00:00:00Z\t2026-07-30\ttrainer\taccount, file\tno"
                    + "\tprivate key readable by others: ~/.ssh/id_ed25519"),
        rows.get(0));
    String elsewhere = "in the account, private half not on this machine";
    assertEquals(
        "colleague\tk8\tssh-ed25519\t%s\t-\t-\t-\t-\taccount\t-\t%s"
            .formatted(FINGERPRINT, elsewhere),
        rows.get(1));
    assertEquals("-\tk9\t-\t-\t-\t-\t-\t-\taccount\t-\t" + elsewhere, rows.get(2));
    assertTrue(rows.get(3).startsWith("other\t-\tssh-ed25519\tSHA256:"), rows.get(3));

    JsonValue document = Json.parse(command.run("keys", "list", "--json").out());
    JsonValue first = document.elements().getFirst();
    assertEquals("la\u001bptop", first.field("name").orElseThrow().text().orElseThrow());
    assertEquals("~/.ssh/id_ed25519", first.field("file").orElseThrow().text().orElseThrow());
    assertEquals(line, first.field("publicKey").orElseThrow().text().orElseThrow());
  }

  @Test
  void aKeyIsShownByIdNameAndFingerprint() throws Exception {
    service.keys().add(new AccountKey("k8", "colleague", BARE, "bogus", null));
    for (String name : List.of("k8", "colleague", FINGERPRINT, FINGERPRINT.substring(7))) {
      Result show = command.run("keys", "show", name);
      assertEquals(0, show.status(), show.err());
      assertTrue(show.out().contains("fingerprint  " + FINGERPRINT + "\n"), show.out());
    }
    JsonValue shown = Json.parse(command.run("keys", "show", "k8", "--json").out());
    assertEquals("k8", shown.field("id").orElseThrow().text().orElseThrow());
  }

  @Test
  void anUnknownKeyAndAnAmbiguousNameAreCodeFour() {
    service.keys().add(new AccountKey("k1", "twin", BARE, null, null));
    service.keys().add(new AccountKey("k2", "twin", BARE, null, null));
    Result unknown = command.run("keys", "show", "nobody");
    assertEquals(4, unknown.status());
    assertTrue(unknown.err().contains("'nobody'"), unknown.err());
    Result twin = command.run("keys", "delete", "twin", "--yes");
    assertEquals(4, twin.status());
    assertTrue(twin.err().contains("hint: give one of the ids instead: k1, k2"), twin.err());
    assertEquals(2, service.keys().size());
  }

  @Test
  void keysAreDeletedAfterAYesAndAllAreFoundBeforeTheFirstGoes() {
    service.keys().add(new AccountKey("k1", "one", BARE, null, null));
    service.keys().add(new AccountKey("k2", "two", null, null, null));
    assertEquals(4, command.run("keys", "delete", "one", "nobody", "--yes").status());
    Result nobodyThere = command.run("keys", "delete", "one");
    assertTrue(nobodyThere.err().contains("hint: --yes"), nobodyThere.err());
    assertEquals(1, nobodyThere.status());
    assertEquals(1, command.runAt(new Person(null, "no"), "keys", "delete", "one").status());
    assertEquals(2, service.keys().size());

    Result yes = command.runAt(new Person(null, "yes"), "keys", "delete", "one", "k1");
    assertEquals("deleted: one (k1)\n", yes.out());
    assertEquals("deleted: two (k2)\n", command.run("keys", "delete", "two", "--yes").out());
    assertEquals(List.of(), service.keys());
  }

  @Test
  void keysAloneIsAQuestionOfUsage() {
    assertEquals(2, command.run("keys").status());
  }

  private void writePair(Path file, String comment) throws Exception {
    var pair = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
            .encodeToString(pair.getPrivate().getEncoded());
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    PublicKeyLine line = PublicKeyLine.of(pair.getPublic(), comment);
    Files.writeString(file.resolveSibling(file.getFileName() + ".pub"), line + "\n");
  }

  private void uploadAs(String name, String... arguments) {
    service.keys().clear();
    var words = new java.util.ArrayList<>(List.of("upload"));
    words.addAll(List.of(arguments));
    Result upload = command.run(words.toArray(String[]::new));
    assertEquals(0, upload.status(), upload.err());
    assertEquals(name, service.keys().getFirst().name());
  }

  private long posts() {
    return service.requests().stream().filter(request -> request.startsWith("POST")).count();
  }

  private static String fingerprint() {
    try {
      return PublicKeyLine.parse(BARE).fingerprint().toString();
    } catch (io.github.spheronssh.key.KeyFormatException e) {
      throw new AssertionError(e);
    }
  }
}
