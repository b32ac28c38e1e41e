package io.github.spheronssh.sandbox;

import java.util.Map;

/** An answer that is an error. */
final class ApiFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;
  private final transient Map<String, Object> details;

  ApiFault(int status, String message) {
    this(status, message, Map.of(), Map.of());
  }

  /** An error with headers and further fields of its body. */
  ApiFault(int status, String message, Map<String, String> headers, Map<String, Object> details) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.details = details;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, Object> details() {
    return details;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
