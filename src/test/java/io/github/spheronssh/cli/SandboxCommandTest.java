package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.Quirk;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as a process of its own, since its commands inherit the process's streams. */
final class SandboxCommandTest {
  private static final int SECONDS = 60;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aCommandEndsWithItsStatusAndLeavesNothing() throws Exception {
    Process sandbox = sandbox("--", "sh", "-c", "echo $HOME; cat; echo err >&2; exit 9");
    try (var in = sandbox.outputWriter(StandardCharsets.UTF_8)) {
      in.write("input");
    }
    BufferedReader out = sandbox.inputReader(StandardCharsets.UTF_8);
    Path home = Path.of(out.readLine());
    assertEquals("input", out.readLine());
    assertEquals("err", sandbox.errorReader(StandardCharsets.UTF_8).readLine());
    assertEquals(9, status(sandbox));
    assertTrue(home.startsWith(folder), home.toString());
    assertEquals(List.of(), leftovers());
  }

  @Test
  void aCommandThatASignalEndedTellsWhich() throws Exception {
    assertEquals(137, status(sandbox("--", "sh", "-c", "kill -KILL $$")));
  }

  @Test
  void aCommandHasTheSandboxesEnvironmentAndNothingOfTheUsersAccount() throws Exception {
    Process sandbox =
        sandbox("--", "sh", "-c", "echo $SPHERON_HOME:$HOME; echo $PATH; env; cat $SPHERON_HOME/*");
    String all = new String(sandbox.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, status(sandbox));
    List<String> lines = all.lines().toList();
    String[] homes = lines.getFirst().split(":", -1);
    assertEquals(homes[1] + "/.spheron", homes[0]);
    assertTrue(lines.get(1).startsWith(folder.resolve("package/bin") + ":"), lines.get(1));
    assertTrue(all.contains("\nSPHERON_API_KEY=sai_"), all);
    assertTrue(all.contains("\nSPHERON_API_BASE=http://127.0.0.1:"), all);
    assertTrue(!all.contains("secret-team"), all);
    assertEquals(
        10, lines.stream().filter(line -> line.matches("spheron-\\S+ ssh-ed25519 \\S+")).count());
  }

  @Test
  void whoEndsTheSandboxEndsItsCommand() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      Process sandbox = sandbox("--", "sh", "-c", "echo $$; exec sleep 600");
      BufferedReader out = sandbox.inputReader(StandardCharsets.UTF_8);
      assertTrue(out.readLine().matches("[0-9]+"));
      send(signal, sandbox);
      assertEquals(signal.equals("TERM") ? 143 : 130, status(sandbox));
      // The command holds the other end of this pipe for as long as it lives.
      assertTimeoutPreemptively(Duration.ofSeconds(SECONDS), () -> assertNull(out.readLine()));
      assertEquals(List.of(), leftovers());
    }
  }

  @Test
  void withoutACommandItSaysWhatItIsAndServesUntilItIsInterrupted() throws Exception {
    Process sandbox = sandbox();
    BufferedReader out = sandbox.inputReader(StandardCharsets.UTF_8);
    assertTrue(out.readLine().contains("sandbox on this machine, not Spheron"));
    out.readLine();
    var names = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      names.add(out.readLine().replaceFirst("='[^']+'$", ""));
    }
    assertEquals(
        List.of(
            "export HOME",
            "export SPHERON_API_KEY",
            "export SPHERON_API_BASE",
            "export SPHERON_HOME"),
        names);
    send("INT", sandbox);
    assertEquals(130, status(sandbox));
    assertEquals(List.of(), leftovers());
  }

  @Test
  void wrongOptionsAreUsageErrors() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--port", "70000"),
            List.of("--instances", "101"),
            List.of("--boot", "-1"),
            List.of("--quirk", "nope"))) {
      assertEquals(2, status(sandbox(wrong.toArray(String[]::new))), wrong.toString());
    }
    assertEquals(1, status(sandbox("--", "no-such-program")));
  }

  @Test
  void theHelpListsEveryQuirk() throws Exception {
    Process help = sandbox("--help");
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (Quirk each : Quirk.values()) {
      assertTrue(text.contains("  " + each + " "), text);
    }
    assertEquals(0, status(help));
  }

  private Process sandbox(String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder));
    command.add("-Dspheron.home=" + folder.resolve("package"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "sandbox"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("SPHERON_TEAM_ID", "secret-team");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private List<Path> leftovers() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(each -> each.getFileName().toString().startsWith("spheron-")).toList();
    }
  }

  private static int status(Process process) throws Exception {
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
    return process.exitValue();
  }

  private static void send(String signal, Process process) throws Exception {
    String pid = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-s", signal, pid).start().waitFor());
  }
}
