package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.terminal.TypingScreen;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connect without a target: at a terminal an instance is chosen, elsewhere it is an error. */
final class InstanceChoiceTest {
  @TempDir Path home;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    service = new InstanceService();
    service.says("dep-1", "trainer", "running", 2201);
    service.says("dep-2", "a-box", "deploying", 2202);
    service.says("dep-3", "twin", "running", 22);
    service.says("dep-4", "twin", "running", 2204);
    service.says("dep-5", "kept", "stopped", 2205);
    commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theOneThatIsChosenIsConnectedToWithAllOptions() {
    var screen = new TypingScreen(80, 24, "\033[B", "\033[B", "\r");
    Result result = commands.runAt(screen, "connect", "--dry-run", "-l", "zoe");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("-p 2204 "), result.out());
    assertTrue(result.out().contains(" zoe@127.0.0.1"), result.out());
    assertTrue(screen.isRestored());
  }

  @Test
  void shownAreNameGpuStatusAndAddressOfWhatRunsOrWill() {
    var screen = new TypingScreen(80, 24, "\033");
    Result result = commands.runAt(screen, "connect", "--dry-run");
    assertEquals(130, result.status());
    assertEquals("", result.out());
    assertEquals(
        List.of(
            "Connect to which instance?",
            "> trainer  -  running    127.0.0.1:2201",
            "  twin     -  running    127.0.0.1",
            "  twin     -  running    127.0.0.1:2204",
            "  a-box    -  deploying  127.0.0.1:2202"),
        List.of(screen.picture()).subList(0, 5));
  }

  @Test
  void withNoneThatRunsItIsAnError() {
    List.of("dep-1", "dep-2", "dep-3", "dep-4", "dep-5").forEach(service::forgets);
    Result result = commands.runAt(new TypingScreen(80, 24), "connect");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("no instance runs"), result.err());
  }

  @Test
  void aTerminalThatCanNotBeDrawnOnIsAskedForANumber() {
    var person = new Person("7", "one", "1");
    Result result = commands.with("TERM", "dumb").runAt(person, "connect", "--dry-run");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("-p 2201 "), result.out());
    assertTrue(
        person.asked.getFirst().contains("  1  trainer  -  running"), person.asked::toString);
    assertEquals(130, commands.runAt(new Person(""), "connect").status());
  }

  @Test
  void withoutATerminalItIsAUsageError() {
    Result result = commands.run("connect");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("missing TARGET"), result.err());
    assertEquals(List.of(), service.requests());
    Result silent = commands.with("CI", "true").runAt(new Person(), "connect");
    assertTrue(silent.err().contains("missing TARGET"), silent.err());
  }

  @Test
  void aServiceThatCanNotBeAskedIsAnError() {
    Result result = commands.runAt(new TypingScreen(80, 24), "connect", "--no-api");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("--no-api forbids it"), result.err());
  }

  /** A person whose terminal has lines alone. */
  private static final class Person implements Tty {
    private final List<String> answers;
    private final List<String> asked = new ArrayList<>();

    Person(String... answers) {
      this.answers = new ArrayList<>(List.of(answers));
    }

    @Override
    public @Nullable String readLine(String question) {
      asked.add(question);
      return answers.isEmpty() ? null : answers.removeFirst();
    }

    @Override
    public char @Nullable [] readSecret(String question) {
      throw new AssertionError("nobody expected the question: " + question);
    }
  }
}
