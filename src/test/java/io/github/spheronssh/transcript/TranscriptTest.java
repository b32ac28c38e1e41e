package io.github.spheronssh.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.spheronssh.cli.Main;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.transcript.Transcript.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds the program to its transcripts; {@link Transcript} tells how they are written. */
final class TranscriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/scripts");
  private static final String SHOWN_HOME = "/home/ada";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theProgramDoesWhatItsTranscriptsSay() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<Path> scripts = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      assertFalse(scripts.isEmpty());
      return scripts.stream()
          .map(
              script ->
                  DynamicTest.dynamicTest(
                      script.getFileName().toString(), script.toUri(), () -> play(script)));
    }
  }

  private void play(Path script) throws Exception {
    Path home = Files.createDirectory(folder.resolve(script.getFileName().toString())).toRealPath();
    Transcript transcript = Transcript.parse(Files.readAllLines(script));
    if (!transcript.sandbox()) {
      play(script, transcript, home, Map.of());
      return;
    }
    try (var sandbox = Sandbox.start(SandboxSettings.defaults())) {
      var account =
          Map.of(
              "SPHERON_API_BASE", sandbox.baseUri().toString(), "SPHERON_API_KEY", sandbox.token());
      play(script, transcript, home, account);
    }
  }

  private static void play(
      Path script, Transcript transcript, Path home, Map<String, String> variables)
      throws IOException {
    var expectation = new Expectation();
    for (Step step : transcript.steps()) {
      run(script.getFileName() + ", line " + step.line(), step, home, variables, expectation);
    }
  }

  private static void run(
      String where, Step step, Path home, Map<String, String> variables, Expectation expectation)
      throws IOException {
    for (Transcript.FileText given : step.given()) {
      Path file = at(home, given.file());
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, given.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    var command = CommandWords.parse(step.command(), home.toString());
    var all = new HashMap<>(variables);
    all.put("HOME", home.toString());
    all.putAll(command.variables());
    InputStream in =
        command.stdin().isPresent()
            ? Files.newInputStream(Path.of(command.stdin().get()))
            : InputStream.nullInputStream();
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var person = step.answers().isEmpty() ? null : new ScriptedTty(step.answers());
    var terminal = new Terminal(in, out, err, false, false, person);
    int status = run(command.words(), terminal, Environment.of(all, properties(home)));
    assertAll(
        where + ": " + step.command(),
        () -> expectation.check("stdout", step.out(), shown(out, home)),
        () -> expectation.check("stderr", step.err(), shown(err, home)),
        () -> assertEquals(step.exit(), status, "exit status"));
    if (person != null) {
      person.assertAllAsked();
    }
    for (Transcript.Mode mode : step.modes()) {
      assertEquals(mode.octal(), mode(at(home, mode.file())), where + ": " + mode.file());
    }
    for (String file : step.absent()) {
      assertTrue(Files.notExists(at(home, file)), where + ": " + file + " is there");
    }
  }

  private static int run(List<String> words, Terminal terminal, Environment environment)
      throws IOException {
    return switch (words.getFirst()) {
      case "spheron-ssh" -> Main.run(words.subList(1, words.size()), terminal, environment);
      case "cat" -> {
        terminal.out().write(Files.readAllBytes(Path.of(words.getLast())));
        yield 0;
      }
      default -> fail("a transcript runs spheron-ssh and cat, not " + words.getFirst());
    };
  }

  private static Path at(Path home, String file) {
    return file.startsWith("~/") ? home.resolve(file.substring(2)) : Path.of(file);
  }

  private static String shown(ByteArrayOutputStream stream, Path home) {
    return stream.toString(UTF_8).replace(home.toString(), SHOWN_HOME);
  }

  private static Properties properties(Path home) {
    var properties = new Properties();
    properties.setProperty("user.name", "ada");
    properties.setProperty("spheron.ssh.folder", home.resolve("etc").toString());
    properties.setProperty("user.home", home.toString());
    properties.setProperty("user.dir", home.toString());
    properties.setProperty("os.name", System.getProperty("os.name"));
    return properties;
  }

  private static String mode(Path file) throws IOException {
    return "%04o".formatted((int) Files.getAttribute(file, "unix:mode") & 07777);
  }
}
