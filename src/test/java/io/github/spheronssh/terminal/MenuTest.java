package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list from which a person chooses by keys. */
final class MenuTest {
  private static final String ESC = "\033";
  private static final String UP = ESC + "[A";
  private static final String DOWN = ESC + "[B";
  private static final List<String> ROWS = List.of("trainer H100", "render A100", "bare RTX4090");

  @ParameterizedTest
  @CsvSource({
    "'',                          0",
    "'<down>',                    1",
    "'<down> <down> <down>',      2",
    "'<down> <down> <up>',        1",
    "'<esc>OB',                   1",
    "'<esc>[F',                   2",
    "'<esc>[4~ <esc>[1~',         0",
    "'<esc>[6~',                  2",
    "'<esc>[6~ <esc>[5~',         0",
    "'a 1',                       1",
    "'A 1 0',                     1",
    "'r e <del> <del> b',         2",
    "'r e <ctrl-u> <down>',       1",
    "'<esc>[99;99;99;99;99;99Z <down>', 1",
    "'<esc>x <down>',             1",
  })
  void keysMarkARowAndEnterTakesIt(String keys, int row) throws Exception {
    assertEquals(OptionalInt.of(row), choose(screen(80, 24, keys + " <enter>"), ROWS));
  }

  @ParameterizedTest
  @CsvSource({"'<esc>'", "'<ctrl-c>'", "'<ctrl-d>'", "q", "'<down> q'", "''", "'b <esc>'"})
  void otherKeysLeaveWithoutAChoice(String keys) throws Exception {
    TypingScreen screen = screen(80, 24, keys);
    assertEquals(OptionalInt.empty(), choose(screen, ROWS));
    assertTrue(screen.isRestored());
  }

  @Test
  void afterALetterQIsALetterToo() throws Exception {
    assertEquals(
        OptionalInt.of(0), choose(screen(80, 24, "l q <enter>"), List.of("llq box", "other")));
  }

  @Test
  void whatIsTypedNarrowsTheList() throws Exception {
    TypingScreen screen = screen(80, 6, "1 0 0");
    choose(screen, ROWS);
    assertArrayEquals(
        new String[] {
          "Which? 100",
          "> trainer H100",
          "  render A100",
          "",
          "",
          "2 of 3; enter takes it, esc leaves"
        },
        screen.picture());
  }

  @Test
  void whatBeginsWithTheTextComesFirst() throws Exception {
    List<String> rows = List.of("stranger H100", "bare H100", "trainer H100");
    assertEquals(OptionalInt.of(2), choose(screen(80, 24, "t r a <enter>"), rows));
    assertEquals(OptionalInt.of(0), choose(screen(80, 24, "t r a <down> <enter>"), rows));
  }

  @Test
  void nothingCanBeTakenWhereNothingIsLeft() throws Exception {
    TypingScreen screen = screen(80, 6, "x y z <enter> <down> <up>");
    assertEquals(OptionalInt.empty(), choose(screen, ROWS));
    assertEquals("  nothing has that in it", screen.picture()[1]);
  }

  @Test
  void hundredsAreShownAPageAtATime() throws Exception {
    List<String> many = IntStream.range(0, 300).mapToObj(i -> "box-" + i).toList();
    TypingScreen screen = screen(80, 10, "<esc>[6~ <esc>[6~ <enter>");
    assertEquals(OptionalInt.of(16), choose(screen, many));
    assertEquals("> box-16", screen.picture()[5]);
    assertEquals("300 of 300; enter takes it, esc leaves", screen.picture()[9]);
    assertEquals(OptionalInt.of(299), choose(screen(80, 10, "<esc>[F <enter>"), many));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "5, 2", "10, 3", "3, 4", "80, 1", "1, 24"})
  void theSmallestWindowShowsTheMarkedRow(int columns, int rows) throws Exception {
    TypingScreen screen = screen(columns, rows, "<down> <enter>");
    assertEquals(OptionalInt.of(1), choose(screen, ROWS));
    String marked = "> render A100";
    String expected = marked.substring(0, Math.min(columns, marked.length()));
    assertTrue(List.of(screen.picture()).contains(expected), screen::drawn);
    for (String line : screen.picture()) {
      assertTrue(line.length() <= columns, line);
    }
  }

  @Test
  void oneRowIsAListToo() throws Exception {
    assertEquals(OptionalInt.of(0), choose(screen(80, 24, "<enter>"), List.of("only")));
  }

  @Test
  void controlCharactersAreShownAndNotObeyed() throws Exception {
    TypingScreen screen = screen(80, 24, "<enter>");
    choose(screen, List.of("evil\033]0;owned\007\r\nname"));
    assertTrue(screen.picture()[1].contains("evil\\x1b]0;owned\\x07\\r\\nname"), screen::drawn);
    assertFalse(screen.drawn().contains("\007"));
  }

  @Test
  void theScreenIsPutBack() throws Exception {
    TypingScreen screen = screen(80, 24, "<enter>");
    choose(screen, ROWS);
    assertTrue(screen.isRestored(), screen::drawn);
  }

  private static OptionalInt choose(TypingScreen screen, List<String> rows) throws Exception {
    return new Menu(screen, "Which?", rows).choose();
  }

  private static TypingScreen screen(int columns, int rows, String keys) {
    String[] each = keys.strip().isEmpty() ? new String[0] : keys.strip().split(" ");
    for (int i = 0; i < each.length; i++) {
      each[i] =
          each[i]
              .replace("<up>", UP)
              .replace("<down>", DOWN)
              .replace("<enter>", "\r")
              .replace("<del>", "\177")
              .replace("<ctrl-u>", "\025")
              .replace("<ctrl-c>", "\003")
              .replace("<ctrl-d>", "\004")
              .replace("<esc>", ESC);
    }
    return new TypingScreen(columns, rows, each);
  }
}
