package io.github.spheronssh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What becomes of one option, escape or keyword of ssh.
 *
 * @param words how it differs, or why it isn't there; empty where it works
 */
record CompatibilityRow(String name, Verdict verdict, String words) {
  enum Verdict {
    WORKS,
    DIFFERS,
    NOT_THERE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The rows of a table, in its order. */
  static List<CompatibilityRow> read(String table) throws IOException {
    return lines(table).map(CompatibilityRow::parse).toList();
  }

  /** The lines of a table. */
  static Stream<String> lines(String table) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/compatibility", table + ".txt")).stream();
  }

  private static CompatibilityRow parse(String line) {
    String[] parts = line.split(" \\| ", 3);
    Verdict verdict = Verdict.valueOf(parts[1].toUpperCase(Locale.ROOT).replace(' ', '_'));
    return new CompatibilityRow(parts[0], verdict, parts.length > 2 ? parts[2] : "");
  }
}
