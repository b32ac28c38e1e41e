package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.Optional;

/** The comment of a new key: what the user says, else {@code user@host}. */
final class KeyComment {
  private static final int LIMIT = 512;

  private KeyComment() {}

  static String of(Optional<String> given, Environment environment) throws SpheronSshException {
    return checked(given.orElseGet(() -> environment.userName() + "@" + environment.hostName()));
  }

  /** The comment that the user gave, which has to be text on one line. */
  static String checked(String given) throws SpheronSshException {
    String comment = given.strip();
    if (comment.codePoints().anyMatch(Character::isISOControl)) {
      throw new SpheronSshException(
          "expected a comment on one line, met a control character", "-C 'me@laptop'");
    }
    if (comment.length() > LIMIT) {
      throw new SpheronSshException(
          "expected a comment of at most %d characters, met %d".formatted(LIMIT, comment.length()),
          "-C 'me@laptop'");
    }
    return comment;
  }
}
