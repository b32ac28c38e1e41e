package io.github.spheronssh.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much memory programs hold over time, in kibibytes; flat where the mean of the last quarter is
 * within a tenth of what the first half reached. In that half, and in its first two minutes, a
 * program fills its young generation of 40 MB once: a shorter look tells nothing.
 */
final class Memory {
  private final List<List<Long>> samples;

  private Memory(List<List<Long>> samples) {
    this.samples = samples;
  }

  /** Looks each second until the end. */
  static Memory watch(List<ProcessHandle> programs, long end) throws Exception {
    var samples = programs.stream().map(_ -> (List<Long>) new ArrayList<Long>()).toList();
    var tick = new CompletableFuture<Void>();
    while (System.nanoTime() < end) {
      for (int i = 0; i < programs.size(); i++) {
        samples.get(i).add(resident(programs.get(i)));
      }
      tick.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    }
    return new Memory(samples);
  }

  private static long resident(ProcessHandle program) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(program.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  boolean isFlat() {
    return samples.stream().allMatch(each -> late(each) <= early(each) * 1.1);
  }

  private static double early(List<Long> samples) {
    return samples.stream()
        .limit(samples.size() / 2)
        .mapToLong(Long::longValue)
        .max()
        .orElseThrow();
  }

  private static double late(List<Long> samples) {
    return samples.stream()
        .skip(samples.size() * 3L / 4)
        .mapToLong(Long::longValue)
        .average()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return samples.stream()
        .map(
            each ->
                "memory %.0f MB at most in the first half and %.0f MB in the last quarter (by tenths %s)"
                    .formatted(early(each) / 1024, late(each) / 1024, tenths(each)))
        .collect(Collectors.joining(", "));
  }

  private static String tenths(List<Long> samples) {
    return IntStream.rangeClosed(1, 10)
        .map(tenth -> samples.size() * tenth / 10 - 1)
        .mapToObj(last -> String.valueOf(samples.get(Math.max(last, 0)) / 1024))
        .collect(Collectors.joining(" "));
  }
}
