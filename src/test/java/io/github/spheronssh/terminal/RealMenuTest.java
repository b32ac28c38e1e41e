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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The menu on a real terminal: its keys, its size, and that all comes back. */
@Timeout(120)
final class RealMenuTest {
  private static final String FOOT = "of 3; enter takes it, esc leaves";

  @TempDir Path folder;

  @Test
  void arrowsAndEnterChoose() throws Exception {
    try (TmuxPane pane = start()) {
      pane.await(FOOT);
      pane.type("Down");
      awaitScreen(pane, "> grün");
      pane.type("Enter");
      pane.await("chose OptionalInt[1].");
      assertAsBefore(pane);
    }
  }

  @Test
  void typingChoosesEvenBeyondAscii() throws Exception {
    try (TmuxPane pane = start()) {
      pane.await(FOOT);
      pane.type("ü");
      pane.await("1 " + FOOT);
      pane.type("Enter");
      pane.await("chose OptionalInt[1].");
      assertAsBefore(pane);
    }
  }

  @Test
  void aLoneEscLeaves() throws Exception {
    try (TmuxPane pane = start()) {
      pane.await(FOOT);
      pane.type("Escape");
      pane.await("chose OptionalInt.empty.");
      assertAsBefore(pane);
    }
  }

  @Test
  void interruptLeavesAndPutsBack() throws Exception {
    try (TmuxPane pane = start()) {
      pane.await(FOOT);
      pane.type("C-c");
      pane.await("chose OptionalInt.empty.");
      assertAsBefore(pane);
    }
  }

  @Test
  void eachNewSizeIsDrawn() throws Exception {
    try (TmuxPane pane = start()) {
      pane.await(FOOT);
      pane.resize(12, 3);
      awaitScreen(pane, "> red box th\n  grün\n");
      pane.resize(60, 10);
      awaitScreen(pane, "> red box that has a long name\n");
      pane.type("q");
      pane.await("chose OptionalInt.empty.");
      assertAsBefore(pane);
    }
  }

  @Test
  void aSignalPutsTheTerminalBack() throws Exception {
    try (TmuxPane pane = start()) {
      Matcher pid = Pattern.compile("pid (\\d+)\\.").matcher(pane.await(FOOT));
      assertTrue(pid.find());
      String kill = RealPrograms.require("kill").toString();
      assertEquals(0, new ProcessBuilder(kill, "-TERM", pid.group(1)).start().waitFor());
      assertAsBefore(pane);
    }
  }

  private TmuxPane start() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String script =
        """
        trap : INT
        echo 'tmux scrolls one line away when the script ends'
        stty -a > '%1$s/before'
        '%2$s' -XX:TieredStopAtLevel=1 -cp '%3$s:%4$s' -Dspheron.tty=012 %5$s \
          'red box that has a long name' 'grün' blue
        stty -a > '%1$s/after'
        echo "ended with $?."
        """
            .formatted(
                folder,
                java,
                place(Terminal.class),
                place(MenuProgram.class),
                MenuProgram.class.getName());
    return TmuxPane.run(folder, script);
  }

  private void assertAsBefore(TmuxPane pane) throws Exception {
    pane.await("ended with 0.");
    awaitScreen(pane, "ended with 0.");
    assertFalse(pane.screen().contains("enter takes it"), pane.screen());
    assertTrue(pane.screen().contains("pid "), pane.screen());
    // Its size may have changed, its modes not.
    assertEquals(modes("before"), modes("after"));
  }

  private String modes(String file) throws Exception {
    return Files.readString(folder.resolve(file)).replaceAll("(rows|columns) \\d+", "$1");
  }

  private static void awaitScreen(TmuxPane pane, String text) throws Exception {
    while (!pane.screen().contains(text)) {
      Thread.sleep(20); // tmux tells nobody when it has drawn; the test's own time limit counts
    }
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
