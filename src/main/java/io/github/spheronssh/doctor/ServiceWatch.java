package io.github.spheronssh.doctor;

import io.github.spheronssh.api.ApiWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the service's answers tell beside what they are asked for. */
final class ServiceWatch implements ApiWatcher {
  private static final int TOO_MANY_REQUESTS = 429;

  private volatile boolean limited;
  private volatile @Nullable Duration ahead;

  @Override
  public void tried(Try call) {
    limited |= call.status().orElse(0) == TOO_MANY_REQUESTS;
  }

  @Override
  public void toldTime(Instant time) {
    if (ahead == null) {
      ahead = Duration.between(time, Instant.now());
    }
  }

  /** Whether a call was turned away for having come too soon. */
  boolean limited() {
    return limited;
  }

  /** How far this machine's clock was ahead of the service's; absent where no answer told. */
  Optional<Duration> ahead() {
    return Optional.ofNullable(ahead);
  }
}
