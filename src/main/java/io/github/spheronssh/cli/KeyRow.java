package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the account or of this machine, as {@code keys list} and {@code keys show} print it; the
 * names are those of {@code --json}.
 *
 * @param id the service's; null for a key that is on this machine alone
 * @param fingerprint computed, since the service's own can't be relied on
 * @param file the private half on this machine; null where it isn't here
 */
record KeyRow(
    @Nullable String id,
    @Nullable String name,
    @Nullable String type,
    @Nullable String fingerprint,
    @Nullable String publicKey,
    @Nullable String file,
    @Nullable Instant created) {

  /** A key of the account, with its file where it is on this machine. */
  static KeyRow of(RegisteredKey key, KeyRing ring, Environment environment) {
    Optional<PublicKeyLine> line = key.line();
    return new KeyRow(
        key.id(),
        key.name().isEmpty() ? null : key.name(),
        line.map(PublicKeyLine::type).orElse(null),
        line.map(known -> known.fingerprint().toString()).orElse(null),
        line.map(PublicKeyLine::toString).orElse(null),
        line.flatMap(ring::find).map(file -> environment.display(file.path())).orElse(null),
        key.created().orElse(null));
  }

  /** A key of this machine that the account lacks. */
  static KeyRow of(PrivateKeyFile file, Environment environment) {
    Optional<PublicKeyLine> line = file.publicKey();
    return new KeyRow(
        null,
        line.map(PublicKeyLine::comment).filter(comment -> !comment.isBlank()).orElse(null),
        line.map(PublicKeyLine::type).orElse(null),
        line.map(known -> known.fingerprint().toString()).orElse(null),
        line.map(PublicKeyLine::toString).orElse(null),
        environment.display(file.path()),
        null);
  }

  /** The keys in {@code ~/.ssh}. */
  static KeyRing ring(Environment environment) throws SpheronSshException {
    return KeyRing.read(environment.sshFolder());
  }

  /** Text, or the sign for nothing. */
  static String shown(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
