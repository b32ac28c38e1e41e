package io.github.spheronssh.instance;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be read out of the API's {@code sshCommand}, which is text from outside: it is taken
 * apart here and never run.
 *
 * <p>Understood are {@code ssh [-p PORT] [-l USER] [options] [USER@]HOST [-p PORT]} and {@code
 * ssh://[USER@]HOST[:PORT]}. What does not look like a user, a host or a port is absent.
 */
record SshCommand(Optional<String> user, Optional<String> host, Optional<Integer> port) {
  private static final SshCommand NOTHING =
      new SshCommand(Optional.empty(), Optional.empty(), Optional.empty());
  private static final int LONGEST = 1000;
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.(?!$)|$))+");
  private static final String LETTERS_WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";

  static SshCommand parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return NOTHING;
    }
    String[] words = text.strip().split("\\s+", -1);
    var read = NOTHING;
    for (int i = words[0].equals("ssh") ? 1 : 0; i < words.length; i++) {
      String word = words[i];
      if (word.length() >= 2 && word.charAt(0) == '-') {
        char letter = word.charAt(1);
        if (LETTERS_WITH_VALUE.indexOf(letter) < 0) {
          continue;
        }
        String value = word.substring(2);
        if (value.isEmpty() && i + 1 < words.length) {
          value = words[++i];
        }
        read = read.option(letter, value);
      } else if (read.host.isEmpty()) {
        read = read.destination(word);
      } else {
        break; // the remote command
      }
    }
    return read;
  }

  private SshCommand option(char letter, String value) {
    return switch (letter) {
      case 'p' -> new SshCommand(user, host, port.or(() -> port(value)));
      case 'l' -> new SshCommand(user.or(() -> LoginUser.trusted(value)), host, port);
      default -> this;
    };
  }

  private SshCommand destination(String word) {
    boolean uri = word.startsWith("ssh://");
    String rest = uri ? word.substring("ssh://".length()) : word;
    int at = rest.lastIndexOf('@');
    Optional<String> named = at < 0 ? Optional.empty() : LoginUser.trusted(rest.substring(0, at));
    String place = rest.substring(at + 1);
    Optional<Integer> written = Optional.empty();
    int colon = place.lastIndexOf(':');
    if (uri && colon > place.lastIndexOf(']')) {
      written = port(place.substring(colon + 1));
      place = place.substring(0, colon);
    }
    if (place.startsWith("[") && place.endsWith("]")) {
      place = place.substring(1, place.length() - 1);
    }
    Optional<Integer> uriPort = written;
    return new SshCommand(user.or(() -> named), host(place), port.or(() -> uriPort));
  }

  /** The host where it can be one: an IP literal or a name of letters, digits and hyphens. */
  static Optional<String> host(String text) {
    return IpLiteral.parse(text)
        .or(() -> Optional.of(text).filter(name -> HOST_NAME.matcher(name).matches()));
  }

  private static Optional<Integer> port(String text) {
    try {
      return valid(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The port where it is one: 1 to 65535. */
  static Optional<Integer> valid(@Nullable Integer port) {
    return Optional.ofNullable(port).filter(p -> p >= 1 && p <= 65535);
  }
}
