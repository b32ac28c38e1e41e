package io.github.spheronssh.api;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Is told what the client does. Nothing that it is told holds a secret. */
public interface ApiWatcher {
  /** One that doesn't care. */
  ApiWatcher NONE = new ApiWatcher() {};

  /** This one, and then another. */
  default ApiWatcher and(ApiWatcher other) {
    ApiWatcher first = this;
    return new ApiWatcher() {
      @Override
      public void tried(Try call) {
        first.tried(call);
        other.tried(call);
      }

      @Override
      public void toldTime(Instant time) {
        first.toldTime(time);
        other.toldTime(time);
      }

      @Override
      public void waits(Duration howLong, String why) {
        first.waits(howLong, why);
        other.waits(howLong, why);
      }
    };
  }

  /** One try of a call has ended. */
  default void tried(Try call) {}

  /** An answer told what time it is where it was made. */
  default void toldTime(Instant time) {}

  /** The client is about to wait before it tries again. */
  default void waits(Duration howLong, String why) {}

  /**
   * One try of a call.
   *
   * @param path the path with its query
   * @param status the HTTP status, where an answer came
   * @param result the status in words, or why no answer came
   * @param time from the name's look-up to the body's last byte
   */
  record Try(String method, String path, OptionalInt status, String result, Duration time) {}
}
