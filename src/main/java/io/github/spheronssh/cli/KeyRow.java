package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ring.Created;
import io.github.spheronssh.ring.RingKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the account or of this machine, as {@code keys list} and {@code keys show} print it; the
 * names are those of {@code --json}.
 *
 * @param id the service's; null for a key that is on this machine alone
 * @param fingerprint computed, since the service's own can't be relied on
 * @param file the private half on this machine; null where it isn't here
 * @param createdFrom who says when it was created: account, note or file
 * @param due when it is to be rotated
 * @param places where it is: account, file, agent
 * @param encrypted whether its file needs a passphrase; null where there is no file
 * @param usedBy the names of the instances that open with it
 */
record KeyRow(
    @Nullable String id,
    @Nullable String name,
    @Nullable String type,
    @Nullable String fingerprint,
    @Nullable String publicKey,
    @Nullable String file,
    @Nullable Instant created,
    @Nullable String createdFrom,
    @Nullable Instant due,
    List<String> places,
    @Nullable Boolean encrypted,
    List<String> usedBy,
    List<String> remarks) {

  /** The row of a key. */
  static KeyRow of(RingKey key, Environment environment) {
    Optional<PublicKeyLine> line = key.line();
    Optional<Created> created = key.created();
    return new KeyRow(
        key.registered().isEmpty() ? null : key.registered().getFirst().id(),
        key.name().isEmpty() ? null : key.name(),
        line.map(PublicKeyLine::type).orElse(null),
        line.map(known -> known.fingerprint().toString()).orElse(null),
        line.map(PublicKeyLine::toString).orElse(null),
        key.files().stream().findFirst().map(file -> environment.display(file.path())).orElse(null),
        created.map(Created::at).orElse(null),
        created.map(made -> made.source().word()).orElse(null),
        created.map(Created::due).orElse(null),
        places(key),
        key.isEncrypted().orElse(null),
        key.users().stream().map(Instance::name).toList(),
        key.remarks());
  }

  private static List<String> places(RingKey key) {
    var places = new ArrayList<String>();
    if (!key.registered().isEmpty()) {
      places.add("account");
    }
    if (!key.files().isEmpty()) {
      places.add("file");
    }
    if (key.inAgent()) {
      places.add("agent");
    }
    return places;
  }

  /** Text, or the sign for nothing. */
  static String shown(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  /** The day of a time, or the sign for nothing. */
  static String day(@Nullable Instant time) {
    return time == null ? "-" : time.toString().substring(0, "2026-01-01".length());
  }

  /** The texts one after the other, or the sign for nothing. */
  static String shown(List<String> texts) {
    return texts.isEmpty() ? "-" : String.join(", ", texts);
  }

  /** Whether its file needs a passphrase, in a word. */
  static String passphrase(@Nullable Boolean encrypted) {
    return encrypted == null ? "-" : encrypted ? "yes" : "no";
  }
}
