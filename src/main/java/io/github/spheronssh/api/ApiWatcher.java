package io.github.spheronssh.api;

import java.time.Duration;
import java.util.OptionalInt;

/** Is told what the client does. Nothing that it is told holds a secret. */
public interface ApiWatcher {
  /** One that doesn't care. */
  ApiWatcher NONE = new ApiWatcher() {};

  /** One try of a call has ended. */
  default void tried(Try call) {}

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
