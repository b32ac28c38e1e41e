package io.github.spheronssh.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that a mistyped word was meant to be. */
final class Closest {
  private Closest() {}

  /** The name that takes the fewest slips from the word, if they are few for its length. */
  static Optional<String> to(String word, Collection<String> names) {
    int slips = Math.max(1, word.length() / 3);
    return names.stream()
        .filter(name -> distance(word, name) <= slips)
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  /** Characters left out, put in, changed, or swapped with the next one (Damerau, Levenshtein). */
  private static int distance(String a, String b) {
    int[][] least = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          least[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        least[i][j] =
            Math.min(least[i - 1][j - 1] + change, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
        }
      }
    }
    return least[a.length()][b.length()];
  }
}
