package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxInstance;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A rotation over twenty machines, most of them OpenSSH's own servers, killed and taken up. */
final class RotationIT {
  private static final PackagedProgram PROGRAM = PackagedProgram.built();

  /** Those of the sandbox that open beside the plain ones. */
  private static final Set<String> UNUSUAL = Set.of("trainer", "forwarded", "bare", "booting");

  /** Those of the sandbox that no key opens; giving them up is what a user would do. */
  private static final Set<String> OUT_OF_REACH =
      Set.of("silent", "hung", "stopped", "rekeyed", "stranger");

  /** What is said before each kind of step, in the order in which a run comes to them. */
  private static final List<String> KINDS =
      List.of(
          "making a new key in ",
          "registering ",
          ": logging in with ",
          ": adding ",
          ": proving a login with ",
          ": taking off ",
          ": making sure that ",
          "giving the new pair the name ",
          "deleting the account's key ",
          "deleting /");

  private Sandbox sandbox;
  private Map<String, String> variables;
  private Path keys;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    int plain = test.getTags().contains("many") ? 16 : 1;
    RealPrograms.require("ssh");
    RealPrograms.require("sshd");
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withInstances(plain)
            .withBoot(Duration.ZERO)
            .withCloudImagePause(Duration.ZERO)
            .withInstalledSshd();
    sandbox = Sandbox.start(settings);
    variables =
        new HashMap<>(
            sandbox.variables(
                Environment.of(Map.of("PATH", System.getenv("PATH")), new Properties())));
    keys = sandbox.home().resolve(".ssh");
    succeed("keygen", "--no-passphrase", "-q");
    succeed("upload", "-q");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Result run(String... arguments) throws Exception {
    return PROGRAM.run(sandbox.home(), variables, arguments);
  }

  private String succeed(String... arguments) throws Exception {
    Result result = run(arguments);
    assertEquals(0, result.status(), () -> List.of(arguments) + result.out() + result.err());
    return result.out();
  }

  private List<SandboxInstance> machines() {
    return sandbox.instances().stream()
        .filter(each -> each.name().startsWith("gpu-") || UNUSUAL.contains(each.name()))
        .toList();
  }

  private String[] rotate(String... more) {
    var words = new ArrayList<>(List.of("keys", "rotate", "--yes", "-v"));
    sandbox.instances().stream()
        .filter(each -> OUT_OF_REACH.contains(each.name()) && !each.name().equals("stranger"))
        .forEach(each -> words.add("--skip=" + each.name()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** Runs the rotation until it says this many of its steps, and kills it there. */
  private void killAfter(int steps) throws Exception {
    var seen = new AtomicInteger();
    killAt(_ -> seen.incrementAndGet() == steps, rotate());
  }

  /** Runs the rotation until it says a step that is meant, and kills it there. */
  private void killAt(Predicate<String> step, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(PROGRAM.launcher("spheron-ssh").toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(sandbox.home().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    var all = new StringBuilder();
    try (BufferedReader said = process.errorReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        all.append(line).append('\n');
        if (line.startsWith("debug1: ") && step.test(line)) {
          process.toHandle().destroyForcibly();
          process.waitFor();
          return;
        }
      }
    }
    process.waitFor();
    fail("it ended before: " + all);
  }

  private Optional<Path> key(String ending) throws Exception {
    try (Stream<Path> files = Files.list(keys)) {
      return files.filter(each -> each.toString().endsWith(ending)).findFirst();
    }
  }

  /** OpenSSH's own client gets in everywhere, with one of the pairs that are here. */
  private void assertAllOpen(String when) throws Exception {
    List<Path> identities;
    try (Stream<Path> files = Files.list(keys)) {
      identities =
          files.filter(each -> each.getFileName().toString().matches("id_.*(?<!\\.pub)")).toList();
    }
    machines().parallelStream()
        .forEach(
            machine ->
                assertTrue(
                    identities.stream().anyMatch(key -> opens(machine, key)),
                    () -> machine.name() + " opens " + when));
  }

  private static boolean opens(SandboxInstance machine, Path key) {
    try {
      return ProgramRun.of(
                  "ssh",
                  "-F",
                  "none",
                  "-o",
                  "BatchMode=yes",
                  "-o",
                  "IdentitiesOnly=yes",
                  "-o",
                  "StrictHostKeyChecking=no",
                  "-o",
                  "UserKnownHostsFile=/dev/null",
                  "-p",
                  machine.port(),
                  "-i",
                  key,
                  machine.user() + "@127.0.0.1",
                  "true")
              .status()
          == 0;
    } catch (Exception e) {
      throw new AssertionError(machine.name(), e);
    }
  }

  @Test
  @Tag("many")
  void aRotationThatIsKilledAgainAndAgainEndsWithTheNewKeyOnEveryMachine() throws Exception {
    assertTrue(machines().size() >= 20, "machines: " + machines().size());
    String old = Files.readString(keys.resolve("id_ed25519.pub"));
    for (int steps : List.of(4, 30, 55, 80)) {
      killAfter(steps);
      assertAllOpen("after a kill at step " + steps);
    }
    Result last = run(rotate());
    assertEquals(0, last.status(), last.err());
    assertFalse(last.err().contains("warning: "), last.err());
    String now = Files.readString(keys.resolve("id_ed25519.pub"));
    assertFalse(now.equals(old));
    assertEquals(old, Files.readString(key(".old.pub").orElseThrow()));
    assertTrue(key(".new").isEmpty(), "nothing is left half-way");
    for (SandboxInstance machine : machines()) {
      String lines = Files.readString(machine.authorizedKeysFile());
      assertTrue(lines.contains(now.strip()), machine.name());
      assertFalse(lines.contains(old.split(" ", -1)[1]), machine.name());
      assertEquals(
          1, lines.lines().filter(line -> line.equals(now.strip())).count(), machine.name());
    }
    machines().parallelStream()
        .forEach(machine -> assertTrue(opens(machine, keys.resolve("id_ed25519")), machine::name));
    assertEquals(1, succeed("keys", "list").lines().filter(l -> l.contains("account")).count());

    succeed("keys", "prune", "--dry-run");
    assertTrue(succeed(rotate("--undo")).contains("id_ed25519"));
    assertEquals(old, Files.readString(keys.resolve("id_ed25519.pub")));
    assertAllOpen("after it was taken back");
  }

  @Test
  void aKillAtEachKindOfStepLeavesAllOpenAndTheNextRunGoesOn() throws Exception {
    for (String kind : KINDS) {
      killAt(line -> line.contains(kind), rotate("--purge"));
      assertAllOpen("after a kill at '" + kind + "'");
    }
    String last = Files.readString(keys.resolve("id_ed25519.pub"));
    Result end = run(rotate("--purge"));
    assertEquals(0, end.status(), end.err());
    String now = Files.readString(keys.resolve("id_ed25519.pub"));
    for (SandboxInstance machine : machines()) {
      List<String> lines = Files.readAllLines(machine.authorizedKeysFile());
      assertEquals(1, lines.stream().filter(now.strip()::equals).count(), machine.name());
      assertEquals(now.equals(last), lines.contains(last.strip()), machine.name());
    }
    assertAllOpen("in the end");
    assertTrue(key(".new").isEmpty() && key(".old").isEmpty(), "nothing is left half-way");
    assertEquals(1, succeed("keys", "list").lines().filter(l -> l.contains("account")).count());
  }

  @Test
  void whatIsHeldBackKeepsTheOldPairForEveryProgram() throws Exception {
    succeed("config", "-q");
    Result first = run("keys", "rotate", "--yes", "--skip=silent", "--skip=hung", "--skip=stopped");
    assertEquals(1, first.status(), first.err());
    assertTrue(first.err().contains("rekeyed ("), first.err());
    assertTrue(first.err().contains("held back: "), first.err());
    assertTrue(
        first.err().contains("the old key stays good, in the account and here"), first.err());
    assertEquals(2, succeed("keys", "list").lines().filter(l -> l.contains("account")).count());
    String entries = Files.readString(sandbox.home().resolve(".spheron/ssh_config"));
    assertTrue(entry(entries, "gpu-1").contains("/id_ed25519\n"), entries);
    assertTrue(entry(entries, "rekeyed").contains(".old\n"), entries);
    assertEquals(0, run(rotate("--skip=rekeyed", "--purge")).status());
    assertTrue(key(".old").isEmpty(), "purged");
    assertEquals(1, succeed("keys", "list").lines().filter(l -> l.contains("account")).count());
    Result back = run("keys", "rotate", "--undo", "--yes");
    assertEquals(1, back.status());
    assertTrue(back.err().contains("the old pair was deleted"), back.err());
  }

  private static String entry(String entries, String name) {
    String from = entries.substring(entries.indexOf("Host " + name + ".spheron"));
    int end = from.indexOf("\nHost ");
    return end < 0 ? from : from.substring(0, end + 1);
  }
}
