package io.github.spheronssh.config;

import java.util.List;

/** What becomes of a keyword that is set to something, for tests of other rooms. */
public final class KeywordFate {
  private KeywordFate() {}

  /** Whether it is an error, where it isn't set to what is done anyway. */
  public static boolean isRefused(Keyword keyword) {
    return keyword.fate(List.of("something")) == Fate.REFUSED;
  }
}
