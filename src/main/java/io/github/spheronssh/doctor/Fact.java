package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import org.jspecify.annotations.Nullable;

/** Something found out once, however often it is asked for; so is that it can't be found out. */
final class Fact<T> {
  private final Source<? extends T> source;
  private @Nullable T value;
  private @Nullable SpheronSshException failure;

  Fact(Source<? extends T> source) {
    this.source = source;
  }

  @FunctionalInterface
  interface Source<T> {
    T find() throws SpheronSshException;
  }

  synchronized T get() throws SpheronSshException {
    if (failure != null) {
      throw failure;
    }
    T known = value;
    if (known != null) {
      return known;
    }
    try {
      T found = source.find();
      value = found;
      return found;
    } catch (SpheronSshException e) {
      failure = e;
      throw e;
    }
  }

  /** Whether it can be found out. */
  boolean isFound() {
    try {
      get();
      return true;
    } catch (SpheronSshException e) {
      return false;
    }
  }
}
