package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a real terminal can show: the echo, raw mode, signals, and that all comes back. */
final class RealTerminalTest {
  @TempDir Path folder;

  @Test
  void aSecretIsNotEchoed() throws Exception {
    try (TmuxPane pane = start("secret")) {
      pane.await("Passphrase: ");
      assertTrue(pane.settings().contains(" -echo "), pane.settings());
      pane.type("xyzzy", "Enter");

      assertFalse(pane.await("ended with 0.").contains("xyzzy"));
      assertEquals("xyzzy", Files.readString(folder.resolve("secret")));
      assertAsBefore();
    }
  }

  @Test
  void interruptAtAQuestionEndsWith130() throws Exception {
    try (TmuxPane pane = start("secret")) {
      pane.await("Passphrase: ");
      pane.type("xyz", "C-c");

      pane.await("ended with 130.");
      assertAsBefore();
    }
  }

  @Test
  void theEndOfInputEndsAQuestion() throws Exception {
    try (TmuxPane pane = start("secret")) {
      pane.await("Passphrase: ");
      pane.type("C-d");

      assertTrue(pane.await("ended with 1.").contains("not answered: Passphrase"));
      assertAsBefore();
    }
  }

  @Test
  void aShellGetsEveryKeyAndEachNewSize() throws Exception {
    try (TmuxPane pane = start("raw")) {
      pane.await("raw");
      pane.type("C-c", "C-z", "C-d");
      pane.await("key 3.");
      pane.await("key 26.");
      pane.await("key 4.");
      pane.resize(97, 31);
      pane.await("size 97x31");
      pane.resize(80, 24);
      pane.await("size 80x24");
      pane.type("q");

      pane.await("ended with 0.");
      assertAsBefore();
    }
  }

  @Test
  void aTerminatedShellLeavesTheTerminalAsItWas() throws Exception {
    assertSignalRestores("TERM", 143);
  }

  @Test
  void aShellThatIsHungUpLeavesTheTerminalAsItWas() throws Exception {
    assertSignalRestores("HUP", 129);
  }

  /** An error that nobody catches, and an end that another thread brings about. */
  @ParameterizedTest
  @CsvSource({"e, 1", "x, 7"})
  void aShellThatBreaksLeavesTheTerminalAsItWas(String key, int status) throws Exception {
    try (TmuxPane pane = start("raw")) {
      pane.await("raw");
      pane.type(key);

      pane.await("ended with " + status + ".");
      assertAsBefore();
    }
  }

  private void assertSignalRestores(String signal, int status) throws Exception {
    try (TmuxPane pane = start("raw")) {
      Matcher pid = Pattern.compile("pid (\\d+)\\.").matcher(pane.await("raw"));
      assertTrue(pid.find());
      String kill = RealPrograms.require("kill").toString();
      assertEquals(0, new ProcessBuilder(kill, "-" + signal, pid.group(1)).start().waitFor());

      pane.await("ended with " + status + ".");
      assertAsBefore();
    }
  }

  private TmuxPane start(String what) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String script =
        """
        trap : INT
        stty -a > '%1$s/before'
        '%2$s' -XX:TieredStopAtLevel=1 -cp '%3$s:%4$s' -Dspheron.tty=012 %5$s %6$s '%1$s/secret'
        status=$?
        stty -a > '%1$s/after'
        echo "ended with $status."
        """
            .formatted(
                folder,
                java,
                place(Terminal.class),
                place(TerminalProgram.class),
                TerminalProgram.class.getName(),
                what);
    return TmuxPane.run(folder, script);
  }

  private void assertAsBefore() throws Exception {
    assertEquals(
        Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
