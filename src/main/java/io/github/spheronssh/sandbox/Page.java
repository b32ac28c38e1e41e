package io.github.spheronssh.sandbox;

import java.util.List;

/** A part of a list, and how many such parts there are. */
record Page(List<?> items, int totalPages) {

  static Page whole(List<?> all) {
    return new Page(all, 1);
  }

  /** The page of the given number, from 1; one after the last is empty. */
  static Page of(List<?> all, int number, int limit) {
    int from = Math.min(all.size(), (number - 1) * limit);
    int to = Math.min(all.size(), from + limit);
    return new Page(all.subList(from, to), Math.max(1, Math.ceilDiv(all.size(), limit)));
  }
}
