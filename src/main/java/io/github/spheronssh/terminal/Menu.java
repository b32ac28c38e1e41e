package io.github.spheronssh.terminal;

import io.github.spheronssh.terminal.Screen.Size;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A list on the whole screen, from which a person chooses a row: with the arrow keys, or by typing
 * part of it. The screen is as before when it is left, whichever way that is.
 */
final class Menu {
  // The other screen, lines cut at the edge, no cursor (xterm's control sequences); and back.
  private static final String ENTER = "\033[?1049h\033[?7l\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?7h\033[?1049l";
  private static final String REVERSE = "\033[7m";
  private static final String PLAIN = "\033[0m";
  private static final String FOOT = "enter takes it, esc leaves";
  private static final int LONGEST_FILTER = 100;

  private final Screen screen;
  private final String title;
  private final List<String> rows;
  private Size size = Size.USUAL;
  private String filter = "";
  private List<Integer> matches;
  private int chosen;
  private boolean left;

  Menu(Screen screen, String title, List<String> rows) {
    this.screen = screen;
    this.title = Visible.line(title);
    this.rows = rows.stream().map(Visible::line).toList();
    this.matches = IntStream.range(0, rows.size()).boxed().toList();
  }

  /** The row that the person chooses; empty where they leave. */
  OptionalInt choose() throws IOException {
    try (var _ = Restoration.by(this::leave);
        var _ = screen.rawMode();
        var _ = screen.onResize(this::resized)) {
      screen.draw(ENTER);
      resized(screen.size());
      var keys = new MenuKeys(screen);
      while (true) {
        switch (keys.next()) {
          case MenuKeys.Leave _ -> {
            return OptionalInt.empty();
          }
          case MenuKeys.Take _ when !matches.isEmpty() -> {
            return OptionalInt.of(matches.get(chosen));
          }
          case MenuKeys.Take _ -> {}
          case MenuKeys.Move move -> move(move);
          case MenuKeys.Typed typed when typed.character() == 'q' && filter.isEmpty() -> {
            return OptionalInt.empty();
          }
          case MenuKeys.Typed typed -> narrow(filter + Character.toString(typed.character()));
          case MenuKeys.Rub _ -> narrow(filter.substring(0, before(filter)));
          case MenuKeys.Clear _ -> narrow("");
        }
      }
    }
  }

  private static int before(String text) {
    return text.isEmpty() ? 0 : text.offsetByCodePoints(text.length(), -1);
  }

  private synchronized void move(MenuKeys.Move move) throws IOException {
    int page = Math.max(1, list());
    int to =
        switch (move) {
          case UP -> chosen - 1;
          case DOWN -> chosen + 1;
          case PAGE_UP -> chosen - page;
          case PAGE_DOWN -> chosen + page;
          case FIRST -> 0;
          case LAST -> matches.size() - 1;
        };
    chosen = Math.clamp(to, 0, Math.max(0, matches.size() - 1));
    draw();
  }

  /** Shows only the rows that have each word of the filter, those that begin with it first. */
  private synchronized void narrow(String typed) throws IOException {
    if (typed.length() > LONGEST_FILTER) {
      return;
    }
    filter = typed;
    String wanted = typed.toLowerCase(Locale.ROOT).strip();
    String[] words = wanted.split(" +");
    matches =
        IntStream.range(0, rows.size())
            .filter(i -> Stream.of(words).allMatch(lowerCase(i)::contains))
            .boxed()
            .sorted(Comparator.comparing(i -> !lowerCase(i).startsWith(wanted)))
            .toList();
    chosen = 0;
    draw();
  }

  private String lowerCase(int row) {
    return rows.get(row).toLowerCase(Locale.ROOT);
  }

  private synchronized void resized(Size now) {
    size = now;
    try {
      draw();
    } catch (IOException e) {
      return; // the terminal went away, which its reader is told
    }
  }

  private synchronized void leave() throws IOException {
    left = true;
    screen.draw(LEAVE);
  }

  /** How many rows of the list there is room for, beside the title and, where it fits, the foot. */
  private int list() {
    return size.rows() < 3 ? 1 : size.rows() - (size.rows() < 5 ? 1 : 2);
  }

  private void draw() throws IOException {
    if (left) {
      return;
    }
    var text = new StringBuilder("\033[H\033[J");
    if (size.rows() > 1) {
      line(text, title + (filter.isEmpty() ? "" : " " + Visible.line(filter)), false);
      text.append("\r\n");
    }
    int first = Math.clamp(chosen - list() / 2, 0, Math.max(0, matches.size() - list()));
    int last = Math.min(matches.size(), first + list());
    for (int i = first; i < last; i++) {
      line(text, (i == chosen ? "> " : "  ") + rows.get(matches.get(i)), i == chosen);
      text.append(i + 1 < last ? "\r\n" : "");
    }
    if (matches.isEmpty()) {
      line(text, "  nothing has that in it", false);
    }
    if (size.rows() >= 5) {
      text.append("\033[%d;1H".formatted(size.rows()));
      line(text, "%d of %d; %s".formatted(matches.size(), rows.size(), FOOT), false);
    }
    screen.draw(text.toString());
  }

  private void line(StringBuilder text, String content, boolean marked) {
    String shown =
        content.codePointCount(0, content.length()) <= size.columns()
            ? content
            : content.substring(0, content.offsetByCodePoints(0, size.columns()));
    text.append(marked ? REVERSE + shown + PLAIN : shown);
  }
}
