package io.github.spheronssh.key;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of an authorized_keys file that lets a key in (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
 *
 * @param options what stands before the key, as it stands there; empty for none
 * @param key the key, with the line's comment
 */
public record AuthorizedKeysLine(String options, PublicKeyLine key) {
  /** Reads a line; absent for an empty one, a comment, and one that sshd would pass over too. */
  public static Optional<AuthorizedKeysLine> parse(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    return key(text)
        .map(key -> new AuthorizedKeysLine("", key))
        .or(
            () -> {
              int end = endOfOptions(text);
              return key(text.substring(end))
                  .map(key -> new AuthorizedKeysLine(text.substring(0, end), key));
            });
  }

  /** Whether the key signs certificates, so that it is none that a user logs in with. */
  public boolean isAuthority() {
    return Stream.of(unquoted(options).split(",")).anyMatch("cert-authority"::equalsIgnoreCase);
  }

  /** The line as a file has it. */
  @Override
  public String toString() {
    return options.isEmpty() ? key.toString() : options + " " + key;
  }

  private static Optional<PublicKeyLine> key(String text) {
    try {
      return Optional.of(PublicKeyLine.parse(text));
    } catch (KeyFormatException e) {
      return Optional.empty(); // the words before it are options, or it is a damaged line
    }
  }

  /** By hand, since a pattern for it recurses, and a line may be as long as its writer likes. */
  private static String unquoted(String text) {
    var unquoted = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        unquoted.append(c);
      }
    }
    return unquoted.toString();
  }

  /** Where the first white space is that no quotes are around. */
  private static int endOfOptions(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if ((c == ' ' || c == '\t') && !quoted) {
        return i;
      }
    }
    return text.length();
  }
}
