package io.github.spheronssh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.terminal.FixedScreen;
import io.github.spheronssh.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class TableTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aPersonSeesAlignedColumns() {
    new Table("NAME", "STATUS").row("trainer", "running").row("a", "failed").print(screen(80));

    assertEquals("NAME     STATUS\ntrainer  running\na        failed\n", shown());
  }

  @Test
  void aProgramGetsWholeFieldsWithTabsBetween() {
    var pipe =
        new Terminal(
            InputStream.nullInputStream(), out, new ByteArrayOutputStream(), false, false, null);

    new Table("NAME", "KEY").row("trainer", "x".repeat(200)).print(pipe);

    assertEquals("trainer\t" + "x".repeat(200) + "\n", shown());
  }

  @Test
  void theWidestColumnGivesWay() {
    new Table("NAME", "KEY").row("trainer", "x".repeat(50)).print(screen(30));

    assertTrue(shown().lines().allMatch(line -> line.length() <= 30), shown());
    assertTrue(shown().contains("trainer  " + "x".repeat(20) + "~"), shown());
  }

  @Test
  void aNarrowTerminalGoesWithoutTheSpareColumnsAndShowsTheOthersWhole() {
    Table table =
        new Table("NAME", "ID", "REGION")
            .sparing("ID", "REGION")
            .row("trainer", "f".repeat(24), "us-east-1");

    table.print(screen(30));

    assertEquals("NAME     REGION\ntrainer  us-east-1\n", shown());
  }

  @Test
  void aWideTerminalShowsTheSpareColumnsToo() {
    new Table("NAME", "ID").sparing("ID").row("trainer", "f".repeat(24)).print(screen(80));

    assertEquals("NAME     ID\ntrainer  " + "f".repeat(24) + "\n", shown());
  }

  @Test
  void noColumnGetsNarrowerThanSaysSomething() {
    new Table("NAME", "KEY").row("x".repeat(20), "y".repeat(20)).print(screen(5));

    assertTrue(shown().contains("x".repeat(7) + "~  " + "y".repeat(7) + "~"), shown());
  }

  @Test
  void wideCharactersTakeTwoCells() {
    new Table("NAME", "STATUS").row("训练", "running").row("abcd", "failed").print(screen(80));

    assertEquals("NAME  STATUS\n训练  running\nabcd  failed\n", shown());
  }

  @Test
  void controlCharactersAreShownAndNotObeyed() {
    new Table("NAME").row("a\033[2Jb\tc").print(screen(80));

    assertEquals("NAME\na\\x1b[2Jb\\tc\n", shown());
  }

  private Terminal screen(int columns) {
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            out,
            new ByteArrayOutputStream(),
            true,
            true,
            new FixedScreen(columns, 24));
    terminal.speak(terminal.manner().withColor(false));
    return terminal;
  }

  private String shown() {
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
