package io.github.spheronssh.login;

import io.github.spheronssh.instance.TargetException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A target as users type it: {@code [USER@]NAME[:PORT]} or {@code ssh://[USER@]NAME[:PORT]}. A
 * colon begins a port where it is the only one, or follows the bracket of an IPv6 literal.
 *
 * @param name an instance's name or id, a host name, or an IP literal without brackets
 */
public record TargetText(Optional<String> user, String name, OptionalInt port) {
  private static final String SCHEME = "ssh://";

  /**
   * Reads a target.
   *
   * @throws TargetException where it can be none
   */
  public static TargetText parse(String text) throws TargetException {
    boolean uri = text.startsWith(SCHEME);
    String rest = uri ? authority(text.substring(SCHEME.length())) : text;
    int at = rest.lastIndexOf('@');
    Optional<String> user = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
    String place = rest.substring(at + 1);
    int colon = portColon(place);
    OptionalInt port =
        colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(place.substring(colon + 1)));
    String name = unbracketed(colon < 0 ? place : place.substring(0, colon));
    if (name.isBlank() || name.startsWith("-") || user.filter(String::isEmpty).isPresent()) {
      throw new TargetException(
          "expected [USER@]NAME[:PORT], met '%s'".formatted(text),
          "spheron-ssh instances lists the names");
    }
    return new TargetText(uri ? user.map(TargetText::decoded) : user, name, port);
  }

  /**
   * Reads a port.
   *
   * @throws TargetException where it is none
   */
  public static int port(String text) throws TargetException {
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    }
    throw new TargetException("expected a port from 1 to 65535, met '%s'".formatted(text), null);
  }

  private static String authority(String afterScheme) {
    int slash = afterScheme.indexOf('/');
    String authority = slash < 0 ? afterScheme : afterScheme.substring(0, slash);
    int at = authority.lastIndexOf('@');
    int parameters = authority.indexOf(';');
    // ssh://user;fingerprint=…@host: the parameters are for nobody yet, as in ssh.
    return at >= 0 && parameters >= 0 && parameters < at
        ? authority.substring(0, parameters) + authority.substring(at)
        : authority;
  }

  private static int portColon(String place) {
    int last = place.lastIndexOf(':');
    boolean bracketed = place.startsWith("[") && place.indexOf(']') == last - 1;
    boolean only = last >= 0 && place.indexOf(':') == last;
    return bracketed || only ? last : -1;
  }

  private static String unbracketed(String place) {
    return place.startsWith("[") && place.endsWith("]")
        ? place.substring(1, place.length() - 1)
        : place;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
