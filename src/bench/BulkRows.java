import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How fast much goes through. */
final class BulkRows {
  private static final long GIB = 1L << 30;
  private static final String OUR_CIPHER = "aes128-gcm@openssh.com";
  private static final File NOTHING = new File("/dev/null");

  private BulkRows() {}

  static List<Row> all() {
    return List.of(
        Row.of("down", "4 GiB down on loopback", lab -> near(lab, true)),
        Row.of("up", "4 GiB up on loopback", lab -> near(lab, false)),
        Row.of("down-50", "1 GiB down, 50 ms away", BulkRows::far));
  }

  private static List<Result> near(Lab lab, boolean down) throws Exception {
    lab.warm(lab.port());
    String big = lab.zeros(4 * GIB);
    String command = down ? "cat " + big : "cat >/dev/null";
    File input = down ? NOTHING : new File(big);
    var alike = lab.ssh(lab.port(), command);
    alike.add(1, "-c" + OUR_CIPHER);
    List<Double> seconds =
        medians(
            lab,
            input,
            List.of(lab.connect(lab.port(), command), alike, lab.ssh(lab.port(), command)));
    String work = "4 GiB " + (down ? "down" : "up");
    return List.of(
        Result.atLeast(
            work + ", of ssh with the same cipher",
            seconds.get(1) / seconds.get(0),
            0.95,
            "×",
            speeds(4 * GIB, seconds.get(0), seconds.get(1))),
        Result.atLeast(
            work + ", of ssh as it comes",
            seconds.get(2) / seconds.get(0),
            0.95,
            "×",
            speeds(4 * GIB, seconds.get(0), seconds.get(2))));
  }

  private static List<Result> far(Lab lab) throws Exception {
    int port = lab.away(50);
    String command = "cat " + lab.zeros(GIB);
    List<Double> seconds =
        medians(lab, NOTHING, List.of(lab.connect(port, command), lab.ssh(port, command)));
    return List.of(
        Result.atLeast(
            "1 GiB down at 50 ms",
            seconds.get(1) / seconds.get(0),
            5,
            "× ssh",
            speeds(GIB, seconds.get(0), seconds.get(1))));
  }

  /** The medians of the commands' times in seconds; they take turns. */
  private static List<Double> medians(Lab lab, File input, List<List<String>> commands)
      throws Exception {
    var times = new double[commands.size()][lab.runs()];
    for (int run = -1; run < lab.runs(); run++) { // the first is for warming up
      for (int i = 0; i < commands.size(); i++) {
        long start = System.nanoTime();
        int status =
            lab.builder(commands.get(i))
                .redirectInput(input)
                .redirectOutput(NOTHING)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
          throw new IllegalStateException(commands.get(i) + " ended with " + status);
        }
        if (run >= 0) {
          times[i][run] = (System.nanoTime() - start) / 1e9;
        }
      }
    }
    var medians = new ArrayList<Double>();
    for (double[] each : times) {
      Arrays.sort(each);
      medians.add(each[each.length / 2]);
    }
    return medians;
  }

  private static String speeds(long bytes, double ours, double ssh) {
    return "%.0f MB/s; ssh %.0f MB/s".formatted(bytes / ours / 1e6, bytes / ssh / 1e6);
  }
}
