package io.github.spheronssh.api;

import java.io.IOException;
import java.util.Optional;

/** What came of one try of a call. */
sealed interface Outcome {
  /**
   * An answer, whole.
   *
   * @param reason the status in words, as servers of HTTP/1.1 send them
   * @param retryAfter the header, as it came
   * @param location where a redirect leads
   */
  record Answer(
      int status,
      String reason,
      Optional<String> retryAfter,
      Optional<String> location,
      String body)
      implements Outcome {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    String statusLine() {
      return (status + " " + reason).strip();
    }
  }

  /** No answer, or not all of it. */
  record Broken(IOException cause) implements Outcome {}
}
