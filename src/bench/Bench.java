import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures what docs/performance.md promises, each row beside its peer and in the same run. */
final class Bench {
  private static final int RUNS = 15;

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    int runs = RUNS;
    var names = new ArrayList<String>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--list" -> {
          rows().forEach(row -> System.out.println(row.name() + "  " + row.work()));
          return;
        }
        case "--runs" -> runs = Integer.parseInt(arguments[++i]);
        default -> names.add(arguments[i]);
      }
    }
    var unknown = new ArrayList<>(names);
    unknown.removeAll(rows().stream().map(Row::name).toList());
    if (!unknown.isEmpty()) {
      System.err.println("src/bench/run: no row is called " + unknown + "; --list shows them");
      System.exit(2);
    }
    measure(rows().stream().filter(row -> wanted(row, names)).toList(), runs);
  }

  private static List<Row> rows() {
    return Stream.of(
            StartRows.all(), ConnectRows.all(), BulkRows.all(), MemoryRows.all(), LiveRows.all())
        .flatMap(List::stream)
        .toList();
  }

  private static boolean wanted(Row row, List<String> names) {
    return names.isEmpty() ? !row.isLong() : names.contains(row.name());
  }

  private static void measure(List<Row> rows, int runs) throws Exception {
    var results = new ArrayList<Result>();
    try (var lab = Lab.open(runs)) {
      for (Row row : rows) {
        System.err.println("measuring " + row.name());
        results.addAll(row.measure().in(lab));
      }
    }
    System.out.println(table(results));
    Path file = Path.of("target/bench.json");
    Files.writeString(file, json(results));
    System.err.println("the same as JSON: " + file);
  }

  private static String table(List<Result> results) {
    var text = new StringBuilder("| work | measured | target | |\n|---|---|---|---|\n");
    for (Result each : results) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  each.work(), each.measured(), each.target(), each.met() ? "met" : "missed"));
    }
    return text.toString();
  }

  private static String json(List<Result> results) throws IOException {
    return results.stream()
        .map(
            each ->
                """
                {"work": "%s", "value": %s, "limit": %s, "target": "%s", "met": %s, "measured": "%s"}\
                """
                    .formatted(
                        each.work(),
                        each.value(),
                        each.limit(),
                        each.target(),
                        each.met(),
                        each.measured()))
        .collect(java.util.stream.Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}
