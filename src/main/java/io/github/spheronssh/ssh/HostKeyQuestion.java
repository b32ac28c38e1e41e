package io.github.spheronssh.ssh;

import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.Randomart;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The key of a host that is not known yet, for a person to judge.
 *
 * @param host the host as the user knows it
 * @param name what known_hosts would have it by
 * @param otherNames where the same key is known under other names, as {@code file:line: names}
 */
public record HostKeyQuestion(
    String host, String name, PublicKeyLine key, List<String> otherNames) {
  /** Copies the list. */
  public HostKeyQuestion {
    otherNames = List.copyOf(otherNames);
  }

  /** The picture of the key. */
  public String randomart() {
    return Randomart.of(key);
  }

  /** What the person has to compare. */
  public Fingerprint fingerprint() {
    return key.fingerprint();
  }

  /** Reads an answer: {@code yes}, {@code no} or the fingerprint; absent where it is none. */
  public Optional<Boolean> judge(String answer) {
    String said = answer.strip();
    return switch (said.toLowerCase(Locale.ROOT)) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> said.equals(fingerprint().toString()) ? Optional.of(true) : Optional.empty();
    };
  }
}
