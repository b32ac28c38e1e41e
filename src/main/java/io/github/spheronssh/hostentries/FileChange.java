package io.github.spheronssh.hostentries;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What becomes of a file. No lines at all are a file that isn't there.
 *
 * @param before its lines now
 * @param after its lines then
 */
public record FileChange(Path path, List<String> before, List<String> after) {
  private static final int CONTEXT = 3;

  /** Copies the lists. */
  public FileChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  static FileChange of(Path path, byte[] before, byte[] after) {
    return new FileChange(path, lines(before), lines(after));
  }

  boolean isNone() {
    return before.equals(after);
  }

  /**
   * The change as a unified diff, without line ends.
   *
   * @param name what the file is called in it
   */
  public List<String> diff(String name) {
    return UnifiedDiffUtils.generateUnifiedDiff(
        before.isEmpty() ? "/dev/null" : name,
        after.isEmpty() ? "/dev/null" : name,
        before,
        DiffUtils.diff(before, after),
        CONTEXT);
  }

  private static List<String> lines(byte[] content) {
    return new String(content, StandardCharsets.UTF_8).lines().toList();
  }
}
