package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code keys rotate} with a passphrase and an agent; RotationTest and RotationIT have the rest.
 */
final class KeysRotateTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir Path folder;
  private Sandbox sandbox;
  private CommandRun command;
  private Path key;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults().withBoot(Duration.ZERO).withCloudImagePause(Duration.ZERO));
    command =
        new CommandRun(sandbox.home())
            .with("SPHERON_API_BASE", sandbox.baseUri().toString())
            .with("SPHERON_API_KEY", sandbox.token());
    key = sandbox.home().resolve(".ssh/id_ed25519");
    Files.writeString(sandbox.home().resolve("passphrase"), PASSPHRASE + "\n");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Result rotate(String... more) {
    var words = new ArrayList<>(List.of("keys", "rotate", "--yes"));
    for (String name : List.of("silent", "hung", "stopped", "rekeyed")) {
      words.add("--skip=" + name);
    }
    words.addAll(List.of(more));
    return command.run(words.toArray(String[]::new));
  }

  @Test
  void anEncryptedKeyIsFollowedByOneWithTheSamePassphraseThatTheAgentHasToo() throws Exception {
    try (RealAgent agent = RealAgent.start(folder)) {
      command.with("SSH_AUTH_SOCK", agent.socket().toString());
      assertEquals(
          0, command.run("keygen", "--passphrase-file", "passphrase", "--rounds=1").status());
      assertEquals(0, command.run("upload").status());
      Path clear = Files.copy(key, folder.resolve("clear"));
      ProgramRun.of(
              RealPrograms.require("ssh-keygen"),
              "-q",
              "-p",
              "-P",
              PASSPHRASE,
              "-N",
              "",
              "-f",
              clear)
          .succeeded();
      agent.sshAdd("-q", clear).succeeded();
      String old = fingerprint();

      Result result = rotate("--passphrase-file", "passphrase", "--purge");
      assertEquals(0, result.status(), result.err());
      String now = fingerprint();
      assertFalse(now.equals(old));
      String held = agent.sshAdd("-l").succeeded();
      assertTrue(held.contains(now) && !held.contains(old), held);
      String opened =
          ProgramRun.of(RealPrograms.require("ssh-keygen"), "-y", "-P", PASSPHRASE, "-f", key)
              .succeeded();
      assertEquals(now, PublicKeyLine.parse(opened).fingerprint().toString());
      assertFalse(
          ProgramRun.of(RealPrograms.require("ssh-keygen"), "-y", "-P", "", "-f", key).status()
              == 0);
      try (var files = Files.list(key.getParent())) {
        assertTrue(files.noneMatch(file -> file.toString().contains(".old")), "purged");
      }
    }
  }

  @Test
  void aWrongPassphraseChangesNothing() throws Exception {
    assertEquals(
        0, command.run("keygen", "--passphrase-file", "passphrase", "--rounds=1").status());
    assertEquals(0, command.run("upload").status());
    String old = fingerprint();
    Files.writeString(sandbox.home().resolve("wrong"), "wrong\n");
    Result result = rotate("--passphrase-file", "wrong");
    assertEquals(1, result.status(), result.err());
    assertEquals(old, fingerprint());
    assertEquals(1, command.run("keys", "list").out().lines().count());
    assertEquals(0, rotate("--passphrase-file", "passphrase").status(), "and it goes on later");
  }

  @Test
  void noKeyIsDueThatIsYoung() {
    assertEquals(0, command.run("keygen", "--no-passphrase").status());
    assertEquals(0, command.run("upload").status());
    Result result = command.run("keys", "rotate", "--due", "--yes");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("no key is 90 days old"), result.err());
  }

  @Test
  void whatIsHeldBackOpensWithTheOldPairForConnectAndForTheDoctor() throws Exception {
    assertEquals(0, command.run("keygen", "--no-passphrase").status());
    assertEquals(0, command.run("upload").status());
    assertEquals(0, command.run("forget", "trainer").status());
    Result first = rotate("--skip=stranger");
    assertEquals(1, first.status(), first.err());
    assertTrue(first.err().contains("trainer (") && first.err().contains("held back"), first.err());

    Result in = command.run("connect", "--host-key=accept-new", "trainer", "true");
    assertEquals(0, in.status(), in.err());
    String offered = command.run("connect", "--dry-run", "trainer").out();
    assertTrue(offered.matches("(?s)ssh .*? -i \\S+\\.old .*"), offered);
    Result doctor = command.run("doctor", "trainer");
    assertEquals(0, doctor.status(), doctor.out() + doctor.err());

    Result second = rotate("--skip=stranger");
    assertEquals(0, second.status(), second.err());
    String now = command.run("connect", "--dry-run", "trainer").out();
    assertFalse(now.matches("(?s)ssh .*? -i \\S+\\.old .*"), now);
  }

  @Test
  void theKeysThatAreDueAreRotatedAndNoOther(@TempDir Path home) throws Exception {
    try (var service = new AccountService()) {
      CommandRun own =
          new CommandRun(home)
              .with("SPHERON_API_BASE", service.url())
              .with("SPHERON_API_KEY", AccountService.KEY);
      var lines = new ArrayList<String>();
      for (int days : List.of(91, 90, 89)) {
        String name = "age" + days;
        assertEquals(0, own.run("keygen", "--no-passphrase", "-q", "--name", name).status());
        lines.add(Files.readString(home.resolve(".ssh/id_ed25519_" + name + ".pub")).strip());
        String created = Instant.now().minus(Duration.ofDays(days)).toString();
        service.keys().add(new AccountKey(name, name, lines.getLast(), null, created));
      }
      Result result = own.run("keys", "rotate", "--due", "--yes");
      assertEquals(0, result.status(), result.err());
      List<String> left = service.keys().stream().map(AccountKey::publicKey).toList();
      assertEquals(List.of(false, false, true), lines.stream().map(left::contains).toList());
      assertEquals(3, left.size());
    }
  }

  private String fingerprint() throws Exception {
    return PublicKeyLine.parse(Files.readString(Path.of(key + ".pub"))).fingerprint().toString();
  }
}
