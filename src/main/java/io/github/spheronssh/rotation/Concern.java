package io.github.spheronssh.rotation;

import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What an instance has to do with a key, as far as is known before it is dialled. */
public enum Concern {
  /** The last login that is known of was with the key. */
  PROVED("opens with it, as a login proved"),
  /** The service says so, and no login says otherwise. */
  MADE_WITH("was made with it"),
  /** Nobody says which key opens it, or both were known to. */
  UNKNOWN("may open with it: nobody says which key does"),
  /** Another key opens it. */
  NONE("opens with another key");

  private final String words;

  Concern(String words) {
    this.words = words;
  }

  /** It as it reads after an instance's name. */
  public String words() {
    return words;
  }

  /** Whether the key has to open it, so that a refusal is no proof that it is of no concern. */
  boolean isCertain() {
    return this == PROVED || this == MADE_WITH;
  }

  /**
   * What is known. A key that the account has no more says nothing: a rotation may have ended it.
   *
   * @param account the account's keys
   */
  static Concern of(
      Instance instance,
      Optional<KnownInstance> known,
      PublicKeyLine key,
      List<RegisteredKey> account) {
    String blob = Base64.getEncoder().encodeToString(key.blob());
    List<String> proved =
        known.map(KnownInstance::keys).orElse(List.of()).stream().map(ProvedKey::blob).toList();
    Optional<RegisteredKey> madeWith =
        account.stream()
            .filter(entry -> instance.keyId().filter(entry.id()::equals).isPresent())
            .findFirst();
    boolean same = madeWith.filter(entry -> entry.is(key)).isPresent();
    if (proved.isEmpty()) {
      return same ? MADE_WITH : madeWith.isPresent() ? NONE : UNKNOWN;
    }
    if (proved.getFirst().equals(blob)) {
      return PROVED;
    }
    return proved.contains(blob) || same ? UNKNOWN : NONE;
  }
}
