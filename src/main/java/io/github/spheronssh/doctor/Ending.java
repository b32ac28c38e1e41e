package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.RemoteProgram;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program's end, which is waited for no longer than one likes. */
record Ending(CompletableFuture<ExitStatus> end) {

  /** Begins to wait. */
  static Ending of(RemoteProgram program) {
    var end = new CompletableFuture<ExitStatus>();
    Thread.ofVirtual()
        .name("doctor-waits")
        .start(
            () -> {
              try {
                end.complete(program.await());
              } catch (SpheronSshException e) {
                end.completeExceptionally(e);
              }
            });
    return new Ending(end);
  }

  /**
   * How it ended; absent where it runs on.
   *
   * @throws SpheronSshException where the connection ended first
   */
  Optional<ExitStatus> within(Duration limit) throws SpheronSshException {
    try {
      return Optional.of(end.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SpheronSshException known
          ? known
          : new SpheronSshException(String.valueOf(e.getMessage()), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
