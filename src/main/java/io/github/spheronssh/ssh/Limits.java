package io.github.spheronssh.ssh;

import java.time.Duration;

/** How limits of time and their ends are spoken of. */
final class Limits {
  private Limits() {}

  static String show(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  static SshException interrupted(Layer layer, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SshException(layer, "interrupted", null, e);
  }
}
