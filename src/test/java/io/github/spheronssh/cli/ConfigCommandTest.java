package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config}: what it writes, what it leaves alone, and what OpenSSH makes of it. */
@Timeout(120)
final class ConfigCommandTest {
  @TempDir Path folder;
  private Path home;
  private Path config;
  private Path entries;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    home = Files.createDirectory(folder.resolve("it's 100% \"odd\" [#1] *"));
    config = home.resolve(".ssh/config");
    entries = home.resolve(".spheron/ssh_config");
    service = new InstanceService();
    commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
    succeed("keygen", "--no-passphrase", "-q");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void sshReachesAnInstanceByItsNameWithItsPinAndItsKey() throws Exception {
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")))) {
      sshd.authorize(Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip());
      service.says("dep-1", "box", "running", sshd.port());
      succeed("connect", "--host-key=accept-new", "-l", sshd.userName(), "box", "true");
      succeed("config");
      assertEquals("there\n", ssh("box.spheron", "echo there").succeeded());
      assertEquals("there\n", ssh("dep-1.spheron", "echo there").succeeded());
      String pins = Files.readString(home.resolve(".spheron/known_hosts"));
      Files.writeString(
          home.resolve(".spheron/known_hosts"), pins.replace("spheron-dep-1", "spheron-dep-2"));
      assertEquals(255, ssh("box.spheron", "true").status(), "without its pin it is a stranger");
    }
  }

  @Test
  void whatRunsIsThereAndNothingElse() throws Exception {
    service.says("dep-1", "box", "running", 2201);
    service.says("dep-2", "later", "deploying", 2202);
    service.says("dep-3", "gone", "terminated", 2203);
    service.says("dep-4", "resting", "stopped", 2204);
    String text = succeed("config", "--print").out();
    assertEquals(
        "Host box.spheron dep-1.spheron",
        text.lines().filter(line -> line.startsWith("Host ")).reduce("", String::concat));
    assertTrue(text.contains("  Port 2201\n"), text);
    assertTrue(text.contains("  User ubuntu\n"), "nobody says whom, so the usual one: " + text);
    assertFalse(Files.exists(entries) || Files.exists(config), "printing writes nothing");
  }

  @Test
  void aNameThatTwoHaveIsNobodys() throws Exception {
    service.says("dep-1", "Box", "running", 2201).says("dep-2", "box", "running", 2202);
    Result printed = succeed("config", "--print");
    assertTrue(printed.out().contains("Host dep-1.spheron\n"), printed.out());
    assertTrue(printed.out().contains("Host dep-2.spheron\n"), printed.out());
    assertTrue(printed.err().contains("2 instances are called"), printed.err());
    assertTrue(printed.err().contains("dep-1.spheron"), printed.err());
    assertTrue(printed.err().contains("dep-2.spheron"), printed.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-oProxyCommand=x", "two words", "tr*iner", "!box", "\\u00fc", "a\\nHost *", "%h"})
  void aNameThatMeansSomethingToSshIsNotItsAlias(String name) throws Exception {
    service.says("dep-1", name, "running", 2201);
    Result printed = succeed("config", "--print");
    assertTrue(printed.out().contains("\nHost dep-1.spheron\n"), printed.out());
    assertEquals(1, printed.out().lines().filter(line -> line.startsWith("Host")).count());
    assertTrue(printed.err().contains("ssh can't have the name"), printed.err());
  }

  @Test
  void aSectionOfTheUsersOwnWithTheSameNameIsTold() throws Exception {
    service.says("dep-1", "box", "running", 2201);
    Files.writeString(config, "Host *.spheron !x\n  Port 7\nHost y box.spheron\n  User x\n");
    String told = "~/.ssh/config line 3: box.spheron is a section too";
    assertTrue(succeed("config").err().contains(told));
    String again = succeed("config").err();
    assertTrue(again.contains(told.replace("line 3", "line 4")), again);
    assertEquals(1, again.lines().filter(line -> line.contains("a section too")).count(), again);
    Files.writeString(config, "Host \"box\n");
    assertTrue(succeed("config").err().contains("a quote is not closed"));
  }

  @Test
  void everyByteOfTheUsersFileStaysAndIsAloneAgainAfterwards() throws Exception {
    byte[] before = "Host a\r\n\tPort 1\r\n# \377\376 odd\nHost b\n  User x".getBytes(latin());
    Files.write(config, before);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    service.says("dep-1", "box", "running", 2201);
    succeed("config");
    succeed("config");
    String after = Files.readString(config, latin());
    assertTrue(after.endsWith("\n" + new String(before, latin())), after);
    assertEquals(1, after.lines().filter(line -> line.startsWith("Include ")).count(), after);
    assertTrue(after.startsWith("Include "), after);
    assertEquals("rw-r--r--", mode(config));
    assertEquals("rw-------", mode(entries));
    succeed("config", "--remove");
    assertArrayEquals(before, Files.readAllBytes(config));
    assertFalse(Files.exists(entries));
    assertTrue(succeed("config", "--remove").err().contains("nothing to remove"));
  }

  @Test
  void anIncludeFurtherDownIsPutFirstAgain() throws Exception {
    service.says("dep-1", "box", "running", 2201);
    succeed("config");
    String include = Files.readString(config);
    Files.writeString(config, "Host *\n  Port 7\n" + include + "Host z\n");
    succeed("config");
    assertEquals(include + "Host *\n  Port 7\nHost z\n", Files.readString(config));
  }

  @Test
  void whereThereWasNoFileThereIsNoneAfterwards() throws Exception {
    service.says("dep-1", "box", "running", 2201);
    succeed("config");
    assertEquals("rw-------", mode(config));
    succeed("config", "--remove");
    assertFalse(Files.exists(config));
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path real = Files.writeString(folder.resolve("dotfiles"), "Host a\n");
    Files.createSymbolicLink(config, real);
    service.says("dep-1", "box", "running", 2201);
    succeed("config");
    assertTrue(Files.isSymbolicLink(config));
    assertTrue(Files.readString(real).startsWith("Include "), Files.readString(real));
    succeed("config", "--remove");
    assertTrue(Files.isSymbolicLink(config));
    assertEquals("Host a\n", Files.readString(real));
  }

  @Test
  void aReadOnlyFileIsLeftAloneAndItsLineTold() throws Exception {
    Files.writeString(config, "Host a\n");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("r--------"));
    service.says("dep-1", "box", "running", 2201);
    Result refused = commands.run("config");
    assertEquals(1, refused.status(), refused.err());
    assertTrue(refused.err().contains("config is read-only"), refused.err());
    assertTrue(refused.err().contains("put this line first in it: Include "), refused.err());
    assertEquals("Host a\n", Files.readString(config));
    assertTrue(Files.readString(entries).contains("Host box.spheron"), "ready for that line");
  }

  @Test
  void aDryRunShowsTheChangeAndMakesNone() throws Exception {
    Files.writeString(config, "Host a\n  Port 1\n");
    service.says("dep-1", "box", "running", 2201);
    Result shown = succeed("config", "--dry-run");
    assertTrue(shown.out().contains("--- /dev/null\n+++ ~/.spheron/ssh_config\n"), shown.out());
    assertTrue(shown.out().contains("+Host box.spheron dep-1.spheron\n"), shown.out());
    assertTrue(shown.out().contains("--- ~/.ssh/config\n+++ ~/.ssh/config\n"), shown.out());
    assertTrue(shown.out().contains("\n+Include "), shown.out());
    assertTrue(shown.out().contains("\n Host a\n"), shown.out());
    assertEquals("Host a\n  Port 1\n", Files.readString(config));
    assertFalse(Files.exists(entries));
    succeed("config");
    Result second = succeed("config", "--dry-run");
    assertEquals("", second.out());
    assertTrue(second.err().contains("nothing would change"), second.err());
    assertTrue(succeed("config", "--remove", "--dry-run").out().contains("\n-Include "));
    assertTrue(Files.exists(entries));
  }

  @Test
  void aServiceThatCanNotBeAskedChangesNothing() throws Exception {
    service.says("dep-1", "box", "running", 2201);
    succeed("config");
    String before = Files.readString(entries);
    service.answersWith(403);
    assertEquals(3, commands.run("config").status());
    assertEquals(before, Files.readString(entries));
  }

  private Result succeed(String... words) {
    Result result = commands.run(words);
    assertEquals(0, result.status(), result.err());
    return result;
  }

  private ProgramRun ssh(String host, String command) throws Exception {
    return ProgramRun.of(
        RealPrograms.require("ssh"), "-F", config, "-o", "BatchMode=yes", host, command);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static java.nio.charset.Charset latin() {
    return StandardCharsets.ISO_8859_1;
  }
}
