package io.github.spheronssh.config;

import io.github.spheronssh.knownhosts.HostPattern;
import java.util.List;
import java.util.stream.Stream;

/** Patterns of {@code *} and {@code ?} between commas; one after a {@code !} excludes. */
record PatternList(List<String> patterns) {
  static PatternList of(String text) {
    return new PatternList(List.of(text.split(",", -1)));
  }

  /** Whether one of them fits, and none that excludes. */
  boolean matches(String text) {
    boolean fits = false;
    for (String pattern : patterns) {
      boolean excludes = pattern.startsWith("!");
      if (HostPattern.glob(excludes ? pattern.substring(1) : pattern, text)) {
        if (excludes) {
          return false;
        }
        fits = true;
      }
    }
    return fits;
  }

  /** Whether one that fits says more than that there is a name. */
  boolean names(String text) {
    return matches(text) && fitting(text).anyMatch(pattern -> !pattern.matches("[*?]*"));
  }

  /** Whether one that fits is the very text. */
  boolean isLiteral(String text) {
    return matches(text) && fitting(text).anyMatch(p -> p.indexOf('*') < 0 && p.indexOf('?') < 0);
  }

  private Stream<String> fitting(String text) {
    return patterns.stream()
        .filter(pattern -> !pattern.startsWith("!") && HostPattern.glob(pattern, text));
  }
}
