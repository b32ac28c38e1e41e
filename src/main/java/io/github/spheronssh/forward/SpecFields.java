package io.github.spheronssh.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a forward as ssh(1) writes it, between colons. A part in square brackets stands as
 * it is; elsewhere a backslash takes the next character as it is. A part with a slash is a path.
 */
final class SpecFields {
  private static final int MOST = 4;

  private final String text;
  private int at;

  /** One part. */
  record Field(String text, boolean isPath) {}

  private SpecFields(String text) {
    this.text = text;
  }

  /** One to four parts; absent where the text is none. */
  static Optional<List<Field>> of(String text) {
    var fields = new SpecFields(text.stripLeading());
    var parts = new ArrayList<Field>();
    while (!fields.isAtEnd()) {
      Optional<Field> part = fields.isAt('[') ? fields.bracketed() : fields.plain();
      if (part.isEmpty() || parts.size() == MOST) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
  }

  private Optional<Field> bracketed() {
    int end = text.indexOf(']', at);
    if (end < 0) {
      return Optional.empty();
    }
    String part = text.substring(at + 1, end);
    at = end + 1;
    if (!isAtEnd() && !isAt(':')) {
      return Optional.empty();
    }
    at++;
    return Optional.of(new Field(part, part.contains("/")));
  }

  private Optional<Field> plain() {
    var part = new StringBuilder();
    boolean isPath = false;
    while (!isAtEnd() && !isAt(':')) {
      if (isAt('\\')) {
        at++;
        if (isAtEnd()) {
          return Optional.empty();
        }
      } else if (isAt('/')) {
        isPath = true;
      }
      part.append(text.charAt(at++));
    }
    at++;
    return Optional.of(new Field(part.toString(), isPath));
  }

  private boolean isAt(char c) {
    return text.charAt(at) == c;
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }
}
