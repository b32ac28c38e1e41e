package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.HashMap;
import java.util.Optional;

/** Which public key an account's key id stands for. */
@FunctionalInterface
public interface KeyLookup {
  /** The public key; absent where the service doesn't tell it. */
  Optional<PublicKeyLine> find(String keyId) throws SpheronSshException;

  /** Asks the service, for each key once. */
  static KeyLookup of(SpheronApi api) {
    var found = new HashMap<String, Optional<PublicKeyLine>>();
    return id -> {
      Optional<PublicKeyLine> known = found.get(id);
      if (known != null) {
        return known;
      }
      AccountKey key = api.key(id);
      String line = key.publicKey();
      Optional<PublicKeyLine> told =
          line == null ? Optional.empty() : Optional.of(PublicKeyLine.parse(line));
      found.put(id, told);
      return told;
    };
  }

  /** Knows none. */
  static KeyLookup none() {
    return _ -> Optional.empty();
  }
}
