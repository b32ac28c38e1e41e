package io.github.spheronssh;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user has to be told: what was expected, what was met and where, and, where
 * there is one, the command that helps.
 *
 * <p>Messages and hints are lower case and end without a full stop. They never hold a secret; text
 * from outside may stand in them as it came, since whoever prints them makes control characters
 * visible.
 */
public class SpheronSshException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String hint;

  /** An error that has no remedy to name. */
  public SpheronSshException(String message) {
    this(message, null, null);
  }

  /** An error with the exact command, or the sentence, that helps. */
  public SpheronSshException(String message, @Nullable String hint) {
    this(message, hint, null);
  }

  /** An error with its remedy and its cause. */
  public SpheronSshException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** Says what helps, where something is known to. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** The message, which is never absent here. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
