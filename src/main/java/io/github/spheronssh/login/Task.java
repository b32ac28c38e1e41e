package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on a thread of its own, which joins a queue when it has ended. */
final class Task<T> extends FutureTask<T> {
  private final Queue<Task<?>> ended;

  private Task(Callable<T> work, Queue<Task<?>> ended) {
    super(work);
    this.ended = ended;
  }

  static <T> Task<T> begin(Callable<T> work, Queue<Task<?>> ended) {
    var task = new Task<>(work, ended);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Override
  protected void done() {
    ended.add(this);
  }

  /** Waits for what comes of it. */
  T result() throws SpheronSshException, InterruptedException {
    try {
      return get();
    } catch (ExecutionException e) {
      throw reason(e);
    }
  }

  /** Waits no longer than the limit. */
  T result(Duration limit) throws SpheronSshException, InterruptedException, TimeoutException {
    try {
      return get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw reason(e);
    }
  }

  private static SpheronSshException reason(ExecutionException e) {
    return switch (e.getCause()) {
      case SpheronSshException known -> known;
      case RuntimeException bug -> throw bug;
      case Error bug -> throw bug;
      case null, default -> new SpheronSshException(String.valueOf(e.getMessage()), null, e);
    };
  }
}
