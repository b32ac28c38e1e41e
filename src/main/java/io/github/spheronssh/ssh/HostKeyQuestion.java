package io.github.spheronssh.ssh;

import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.Locale;
import java.util.Optional;

/**
 * The key of a host that is not known yet, for a person to judge.
 *
 * @param host the host as the user knows it
 * @param name what known_hosts would have it by
 */
public record HostKeyQuestion(String host, String name, PublicKeyLine key) {
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
