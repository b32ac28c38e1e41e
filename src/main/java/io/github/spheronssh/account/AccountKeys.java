package io.github.spheronssh.account;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.key.PublicKeyLine;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The keys of a team, as the service listed them at one time. */
public record AccountKeys(List<RegisteredKey> keys) {
  private static final Comparator<RegisteredKey> OLDEST_FIRST =
      Comparator.comparing((RegisteredKey key) -> key.created().orElse(Instant.MAX))
          .thenComparing(RegisteredKey::id);

  /** A list that can't change any more. */
  public AccountKeys {
    keys = List.copyOf(keys);
  }

  /** Asks the service for the keys of a team, or of the current one. */
  public static AccountKeys list(SpheronApi api, Optional<String> team) throws SpheronSshException {
    return new AccountKeys(api.keys(team).stream().map(RegisteredKey::of).toList());
  }

  /** The entry of this key; the oldest, where it was registered more than once. */
  public Optional<RegisteredKey> find(PublicKeyLine line) {
    return keys.stream().filter(key -> key.is(line)).min(OLDEST_FIRST);
  }

  /**
   * The key that the user means: by id, else by SHA256 fingerprint, else by name.
   *
   * @throws KeyChoiceException if there is none, or more than one
   */
  public RegisteredKey choose(String text) throws KeyChoiceException {
    List<Predicate<RegisteredKey>> ways =
        List.of(
            key -> key.id().equals(text),
            key -> key.line().filter(line -> hasFingerprint(line, text)).isPresent(),
            key -> key.name().equals(text));
    for (Predicate<RegisteredKey> way : ways) {
      List<RegisteredKey> found = keys.stream().filter(way).toList();
      if (found.size() == 1) {
        return found.getFirst();
      }
      if (found.size() > 1) {
        throw ambiguous(text, found);
      }
    }
    throw new KeyChoiceException(
        "no key of the account has the id, name or fingerprint '" + text + "'",
        "spheron-ssh keys list");
  }

  private static boolean hasFingerprint(PublicKeyLine line, String text) {
    String fingerprint = line.fingerprint().toString();
    return text.equals(fingerprint) || ("SHA256:" + text).equals(fingerprint);
  }

  private static KeyChoiceException ambiguous(String text, List<RegisteredKey> found) {
    String ids = found.stream().map(RegisteredKey::id).collect(Collectors.joining(", "));
    return new KeyChoiceException(
        "%d keys of the account are called '%s'".formatted(found.size(), text),
        "give one of the ids instead: " + ids);
  }
}
