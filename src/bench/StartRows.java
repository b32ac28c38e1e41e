import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to start. */
final class StartRows {
  private StartRows() {}

  static List<Row> all() {
    return List.of(
        Row.of("version", "`--version`", lab -> start(lab, "--version")),
        Row.of("help", "`--help`", lab -> start(lab, "--help")),
        Row.of("keygen", "`keygen --no-passphrase`", StartRows::keygen));
  }

  private static List<Result> start(Lab lab, String option) throws Exception {
    List<Hyperfine.Times> times =
        Hyperfine.of(lab, List.of(List.of(lab.program(), option), hello(lab)));
    double ours = times.getFirst().median();
    double hello = times.getLast().median();
    String details = "%.0f ms; Hello World %.0f ms".formatted(ours, hello);
    return List.of(
        Result.atMost("`%s`".formatted(option), ours, 120, "ms", details),
        Result.atMost("`%s`, of Hello World".formatted(option), ours / hello, 3, "×", details));
  }

  /** A program that says one line, on the package's runtime with the JVM's own defaults. */
  private static List<String> hello(Lab lab) throws Exception {
    Path source = lab.folder().resolve("Hello.java");
    Files.writeString(
        source,
        "class Hello { public static void main(String[] a) {"
            + " System.out.println(\"Hello, world\"); } }");
    String javac = Path.of(System.getProperty("java.home"), "bin/javac").toString();
    lab.run(javac, "-d", lab.folder().toString(), source.toString());
    return List.of(lab.java(), "-cp", lab.folder().toString(), "Hello");
  }

  private static List<Result> keygen(Lab lab) throws Exception {
    String key = lab.folder() + "/made";
    var command = new ArrayList<>(List.of(lab.program(), "keygen", "--no-passphrase", "-f", key));
    var times =
        Hyperfine.of(lab, lab.runs(), "rm -f %s %s.pub".formatted(key, key), List.of(command));
    double ours = times.getFirst().median();
    return List.of(
        Result.atMost("`keygen --no-passphrase`", ours, 250, "ms", "%.0f ms".formatted(ours)));
  }
}
