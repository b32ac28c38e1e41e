package io.github.spheronssh.cli;

import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.terminal.Terminal;
import java.time.Duration;

/**
 * Tells of the API calls: each one with {@code -v}, and always what is waited for. Nothing is told
 * of a call that was called off: by then the terminal may be a session's.
 */
final class ApiLog implements ApiWatcher {
  private final Terminal terminal;

  ApiLog(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void tried(Try call) {
    if (!Thread.currentThread().isInterrupted()) {
      terminal.detail(
          1,
          () ->
              "%s %s: %s (%d ms)"
                  .formatted(call.method(), call.path(), call.result(), call.time().toMillis()));
    }
  }

  @Override
  public void waits(Duration howLong, String why) {
    if (howLong.toSeconds() > 0 && !Thread.currentThread().isInterrupted()) {
      terminal.note("waiting %d s: %s".formatted(howLong.toSeconds(), why));
    }
  }
}
