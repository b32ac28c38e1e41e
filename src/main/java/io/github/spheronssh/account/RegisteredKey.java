package io.github.spheronssh.account;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A key of the account.
 *
 * @param name what the user called it; empty where the service doesn't tell
 * @param line its public half, where the service tells it and it is one
 * @param created when it was registered, where the service tells
 */
public record RegisteredKey(
    String id, String name, Optional<PublicKeyLine> line, Optional<Instant> created) {

  static RegisteredKey of(AccountKey key) {
    return new RegisteredKey(
        key.id(),
        Optional.ofNullable(key.name()).orElse(""),
        Optional.ofNullable(key.publicKey()).flatMap(RegisteredKey::parse),
        Optional.ofNullable(key.createdAt()).flatMap(RegisteredKey::instant));
  }

  /** Whether it is the same key: type and blob, since the service may drop the comment. */
  public boolean is(PublicKeyLine other) {
    return line.isPresent() && line.get().sameKeyAs(other);
  }

  private static Optional<PublicKeyLine> parse(String text) {
    try {
      return Optional.of(PublicKeyLine.parse(text));
    } catch (KeyFormatException e) {
      return Optional.empty(); // the service takes keys that ssh wouldn't: it is listed as it is
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // not a time that could be compared: as if it weren't told
    }
  }
}
