package io.github.spheronssh.cli;

import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that a person reads as aligned columns that fit the terminal, and a program as whole fields
 * with tabs between, without the header.
 */
final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 8;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> spare = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  /**
   * Names the columns that a narrow terminal goes without, the first to go first: better a column
   * less than names that nobody can read.
   */
  Table sparing(String... columns) {
    spare.addAll(List.of(columns));
    return this;
  }

  /** Adds a row; control characters in its fields are made visible. */
  Table row(String... fields) {
    if (fields.length != header.size()) {
      throw new IllegalArgumentException(fields.length + " fields for " + header);
    }
    var row = new ArrayList<String>();
    for (String field : fields) {
      row.add(Visible.line(field));
    }
    rows.add(List.copyOf(row));
    return this;
  }

  void print(Terminal terminal) {
    if (!terminal.outIsTerminal()) {
      rows.forEach(row -> terminal.out().print(String.join("\t", row) + "\n"));
      return;
    }
    List<Integer> shown = shown(terminal.columns());
    int[] widths = fit(shown, terminal.columns());
    String more = terminal.manner().unicode() ? "…" : "~";
    terminal.out().println(terminal.outStyle().bold(line(header, shown, widths, more)));
    rows.forEach(row -> terminal.out().println(line(row, shown, widths, more)));
  }

  /** The columns that fit whole, as far as sparing some helps. */
  private List<Integer> shown(int columns) {
    var shown = new ArrayList<Integer>();
    for (int i = 0; i < header.size(); i++) {
      shown.add(i);
    }
    for (String name : spare) {
      if (over(shown, naturalWidths(), columns) <= 0) {
        break;
      }
      shown.removeIf(i -> header.get(i).equals(name));
    }
    return shown;
  }

  private int[] naturalWidths() {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = header.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  /** How many cells too wide the columns are. */
  private static int over(List<Integer> shown, int[] widths, int columns) {
    return shown.stream().mapToInt(i -> widths[i]).sum() + GAP * (shown.size() - 1) - columns;
  }

  /** The columns' widths: the widest gives way first. */
  private int[] fit(List<Integer> shown, int columns) {
    int[] widths = naturalWidths();
    for (int over = over(shown, widths, columns); over > 0; over--) {
      int widest = shown.getFirst();
      for (int i : shown) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break; // a narrower column says nothing any more: let the terminal wrap
      }
      widths[widest]--;
    }
    return widths;
  }

  private static String line(List<String> fields, List<Integer> shown, int[] widths, String more) {
    var line = new StringBuilder();
    for (int i : shown) {
      String field = shorten(fields.get(i), widths[i], more);
      line.append(field).repeat(' ', widths[i] - width(field) + GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String shorten(String field, int width, String more) {
    if (width(field) <= width) {
      return field;
    }
    var kept = new StringBuilder();
    int left = width - 1;
    for (int point : field.codePoints().toArray()) {
      left -= width(point);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept + more;
  }

  private static int width(String text) {
    return text.codePoints().map(Table::width).sum();
  }

  /** The cells that a character takes: two for the wide ones of East Asia and emoji. */
  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default ->
          Character.isIdeographic(point)
                  || Character.isEmojiPresentation(point)
                  || isWide(Character.UnicodeScript.of(point))
              ? 2
              : 1;
    };
  }

  private static boolean isWide(Character.UnicodeScript script) {
    return switch (script) {
      case HANGUL, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }
}
