package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private void add(String name, Duration age) throws IOException {
    assertEquals(0, command.run("keygen", "--name", name, "--no-passphrase").status());
    String line = Files.readString(home.resolve(".ssh/id_ed25519_" + name + ".pub")).strip();
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

  @Test
  void theListTellsWhatIsDueAndWhatIsUnused() {
    assertEquals(2, command.run("keys", "list", "--due").out().lines().count());
    String unused = command.run("keys", "list", "--unused").out();
    assertFalse(unused.contains("used\tused"), unused);
    assertEquals(3, unused.lines().count());
  }
}
