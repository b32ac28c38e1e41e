package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.cli.AccountCommandsTest.Person;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nothing uses is proposed, and neither what may be in use nor what may be a colleague's. */
final class KeysPruneTest {
  private static final String COLLEAGUES =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

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
    add("used", Duration.ofDays(200));
    add("idle", Duration.ofDays(100));
    add("young", Duration.ofDays(1));
    service.keys().add(new AccountKey("foreign", "foreign", COLLEAGUES, null, null));
    service.deployments(
        """
        [{"id":"d1","name":"trainer","status":"stopped","sshKeyId":"used"},
         {"id":"d2","name":"gone","status":"terminated","sshKeyId":"idle"}]
        """);
  }

  private String line(String name) {
    return command.run("keygen", "-y", "-f", ".ssh/id_ed25519_" + name).out().strip();
  }

  private void add(String name, Duration age) {
    assertEquals(0, command.run("keygen", "--name", name, "--no-passphrase").status());
    String line = line(name);
    String created = Instant.now().minus(age).toString();
    service.keys().add(new AccountKey(name, name, line, null, created));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private List<String> left() {
    return service.keys().stream().map(AccountKey::id).toList();
  }

  @Test
  void whatNoDeploymentUsesIsProposedAndAColleaguesKeyOnlyShown() {
    Result dry = command.run("keys", "prune", "--dry-run");
    assertEquals(0, dry.status(), dry.err());
    assertEquals("account: idle (idle)\naccount: young (young)\n", dry.out());
    assertTrue(dry.err().contains("its private half is not here: foreign (foreign)"), dry.err());
    assertEquals(List.of("used", "idle", "young", "foreign"), left());
    Result old = command.run("keys", "prune", "--dry-run", "--older-than", "90d");
    assertEquals("account: idle (idle)\n", old.out());
  }

  @Test
  void withoutAPersonItTakesTheIdsAndYes() {
    Result unnamed = command.run("keys", "prune", "--yes");
    assertEquals(1, unnamed.status(), unnamed.out());
    assertTrue(unnamed.err().contains("--yes"), unnamed.err());
    assertEquals(4, left().size());
    Result used = command.run("keys", "prune", "used", "--yes");
    assertEquals(4, used.status(), used.err());
    assertEquals(4, left().size());
    Result named = command.run("keys", "prune", "idle", "--yes");
    assertEquals(0, named.status(), named.err());
    assertEquals(List.of("used", "young", "foreign"), left());
    assertTrue(Files.exists(home.resolve(".ssh/id_ed25519_idle")), "files of the user's stay");
  }

  @Test
  void whereNobodySaysWhichKeyOpensADeploymentItMayBeAny() {
    service.deployments("[{\"id\":\"d3\",\"name\":\"dark\",\"status\":\"running\"}]");
    Result result = command.run("keys", "prune", "--dry-run");
    assertFalse(result.out().contains("account: "), result.out());
    assertTrue(result.err().contains("nobody says which one opens dark"), result.err());
    assertEquals(4, command.run("keys", "prune", "idle", "--yes").status());
    assertEquals(4, left().size());
  }

  /** Every file in the home that is none of the program's own notes, and what it holds. */
  private Map<Path, String> files() throws IOException {
    var files = new TreeMap<Path, String>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(home.resolve(".spheron"))) {
          files.put(file, Files.readString(file));
        }
      }
    }
    return files;
  }

  @Test
  void ofLocalFilesThePairThatARotationKeptIsDeletedAndNoOther() throws Exception {
    service.deployments("[]");
    for (String name : List.of("id_ed25519_idle-2026-01-01.old", "id_mine.old", "notes.old")) {
      Files.copy(home.resolve(".ssh/id_ed25519_young"), home.resolve(".ssh").resolve(name));
    }
    assertEquals(0, command.run("keys", "rotate", "~/.ssh/id_ed25519_idle", "--yes").status());
    Map<Path, String> before = files();
    Path old =
        home.resolve(".ssh/id_ed25519_idle-" + LocalDate.now(ZoneId.systemDefault()) + ".old");
    assertTrue(before.containsKey(old), before::toString);

    Result dry = command.run("keys", "prune", "--dry-run");
    String pair = "pair: ~/.ssh/" + old.getFileName() + "\n";
    assertTrue(
        dry.out().endsWith(pair) && dry.out().indexOf("pair: ") == dry.out().lastIndexOf("pair: "),
        dry.out());
    assertFalse(
        command.run("keys", "prune", "--dry-run", "--older-than", "1d").out().contains("pair"));
    assertEquals(1, command.runAt(new Person(null, "no"), "keys", "prune").status());
    assertEquals(before, files());

    Result pruned = command.runAt(new Person(null, "yes"), "keys", "prune");
    assertEquals(0, pruned.status(), pruned.err());
    assertTrue(pruned.out().endsWith("deleted: ~/.ssh/" + old.getFileName() + "\n"), pruned.out());
    before.remove(old);
    before.remove(Path.of(old + ".pub"));
    assertEquals(before, files());
    assertFalse(command.run("keys", "prune", "--dry-run").out().contains("pair"));
  }

  @Test
  void aPairInWhosePlaceTheUserPutAnotherKeyIsTheUsers() throws Exception {
    service.deployments("[]");
    assertEquals(0, command.run("keys", "rotate", "~/.ssh/id_ed25519_idle", "--yes").status());
    Path old =
        home.resolve(".ssh/id_ed25519_idle-" + LocalDate.now(ZoneId.systemDefault()) + ".old");
    Files.copy(home.resolve(".ssh/id_ed25519_young"), old, StandardCopyOption.REPLACE_EXISTING);
    assertFalse(command.run("keys", "prune", "--dry-run").out().contains("pair"));
  }

  @Test
  void whatAnotherTeamsInstanceOpensWithOrMayIsInUse() {
    String keys =
        Json.write(
            List.of(
                new AccountKey("x1", "idle", line("idle"), null, null),
                new AccountKey("x2", "theirs", COLLEAGUES, null, null)));
    service.otherTeam(
        "lab",
        keys,
        "[{\"id\":\"d9\",\"name\":\"far\",\"status\":\"stopped\",\"sshKeyId\":\"x1\"}]");
    Result dry = command.run("keys", "prune", "--dry-run");
    assertEquals("account: young (young)\n", dry.out(), dry.err());
    assertTrue(dry.err().contains("far of the team lab: idle (idle)"), dry.err());
    Result named = command.run("keys", "prune", "idle", "--yes");
    assertEquals(4, named.status(), named.err());
    assertEquals(4, left().size());

    service.otherTeam("lab", keys, "[{\"id\":\"d9\",\"name\":\"far\",\"status\":\"running\"}]");
    Result dark = command.run("keys", "prune", "--dry-run");
    assertEquals("", dark.out(), dark.err());
    assertTrue(dark.err().contains("there is nothing to delete"), dark.err());

    service.otherTeam("lab", keys, "[{\"id\":\"d9\",\"name\":\"far\",\"status\":\"failed\"}]");
    assertEquals(0, command.run("keys", "prune", "idle", "--yes").status());
    assertEquals(List.of("used", "young", "foreign"), left());
  }

  @Test
  void whereAnotherTeamCannotBeAskedNothingIsProposed() {
    service.silentTeam("lab");
    Result dry = command.run("keys", "prune", "--dry-run");
    assertEquals(0, dry.status());
    assertEquals("", dry.out());
    assertTrue(dry.err().contains("whether other teams use a key is not known"), dry.err());
    assertEquals(4, command.run("keys", "prune", "idle", "--yes").status());
    assertEquals(4, left().size());
  }

  @Test
  void theListTellsWhatIsDueAndWhatIsUnused() {
    assertEquals(2, command.run("keys", "list", "--due").out().lines().count());
    String unused = command.run("keys", "list", "--unused").out();
    assertFalse(unused.contains("used\tused"), unused);
    assertEquals(3, unused.lines().count());
  }
}
