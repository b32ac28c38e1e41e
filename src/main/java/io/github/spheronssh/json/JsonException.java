package io.github.spheronssh.json;

import io.github.spheronssh.SpheronSshException;

/** Text that is no JSON, or JSON of another shape than was expected. It never quotes the text. */
public final class JsonException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and where in the text. */
  public JsonException(String message) {
    super(message);
  }
}
