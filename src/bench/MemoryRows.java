import java.io.File;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How much memory is resident at the most. */
final class MemoryRows {
  private static final long GIB = 1L << 30;
  private static final File NOTHING = new File("/dev/null");

  private MemoryRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "memory-command",
            "peak memory of `connect HOST true`",
            lab -> peak(lab, "a command", 110, NOTHING, "true")),
        Row.of("memory-bulk", "peak memory of 4 GiB either way", MemoryRows::bulk));
  }

  private static List<Result> bulk(Lab lab) throws Exception {
    String big = lab.zeros(4 * GIB);
    var results = new java.util.ArrayList<Result>();
    results.addAll(peak(lab, "4 GiB down", 220, NOTHING, "cat " + big));
    results.addAll(peak(lab, "4 GiB up", 220, new File(big), "cat >/dev/null"));
    return results;
  }

  private static List<Result> peak(Lab lab, String work, int limit, File input, String command)
      throws Exception {
    lab.warm(lab.port());
    Process process =
        lab.builder(lab.connect(lab.port(), command))
            .redirectInput(input)
            .redirectOutput(NOTHING)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    double most = 0;
    do {
      most = Math.max(most, highWater(process.pid()));
    } while (!process.waitFor(5, TimeUnit.MILLISECONDS));
    return List.of(
        Result.atMost("peak memory: " + work, most, limit, "MiB", "%.0f MiB".formatted(most)));
  }

  /** The kernel's own record of the most that was resident, in MiB; it only grows. */
  private static double highWater(long pid) throws Exception {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0; // it has ended
    }
  }
}
