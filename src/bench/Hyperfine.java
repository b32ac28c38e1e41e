import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Times of whole commands, taken by hyperfine. */
final class Hyperfine {
  private Hyperfine() {}

  /**
   * A command's times.
   *
   * @param median of the time by the clock, in milliseconds
   * @param cpu the mean of user's and system's time, in milliseconds
   */
  record Times(double median, double cpu) {}

  /** Times commands, one after the other, each as often as the lab says. */
  static List<Times> of(Lab lab, List<List<String>> commands) throws Exception {
    return of(lab, lab.runs(), "true", commands);
  }

  /** Times commands, each so many times and after a command that prepares it. */
  static List<Times> of(Lab lab, int runs, String prepare, List<List<String>> commands)
      throws Exception {
    Path table = Files.createTempFile(lab.folder(), "times", ".csv");
    var words = new ArrayList<>(List.of("hyperfine", "-N", "--style=none", "--warmup=3"));
    words.addAll(List.of("--runs=" + runs, "--export-csv=" + table, "--prepare=" + prepare));
    commands.forEach(each -> words.add(String.join(" ", each)));
    lab.run(words.toArray(String[]::new));
    return Files.readAllLines(table).stream().skip(1).map(Hyperfine::times).toList();
  }

  /** {@code command,mean,stddev,median,user,system,min,max}, in seconds; a command has no comma. */
  private static Times times(String line) {
    String[] cells = line.split(",");
    return new Times(
        Double.parseDouble(cells[3]) * 1000,
        (Double.parseDouble(cells[4]) + Double.parseDouble(cells[5])) * 1000);
  }
}
