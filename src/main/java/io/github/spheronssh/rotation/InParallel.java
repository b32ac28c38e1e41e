package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work on several things at a time. */
final class InParallel {
  private InParallel() {}

  /** What is done with each. */
  @FunctionalInterface
  interface Work<T, R> {
    R on(T thing) throws SpheronSshException;
  }

  /** Does the work on all of them, however one ends, and returns the results in their order. */
  static <T, R> List<R> map(List<T> things, int atATime, Work<T, R> work)
      throws SpheronSshException {
    try (var threads = Executors.newFixedThreadPool(atATime)) {
      List<Callable<R>> calls =
          things.stream().<Callable<R>>map(thing -> () -> work.on(thing)).toList();
      var results = new ArrayList<R>();
      for (Future<R> each : threads.invokeAll(calls)) {
        results.add(each.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpheronSshException("interrupted", "run it again: it goes on where it was", e);
    } catch (ExecutionException e) {
      throw met(e);
    }
  }

  private static SpheronSshException met(ExecutionException e) {
    return switch (e.getCause()) {
      case SpheronSshException met -> met;
      case Error met -> throw met;
      case RuntimeException met -> throw met;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
