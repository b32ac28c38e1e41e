package io.github.spheronssh.knownhosts;

import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One line of a known_hosts file, read as OpenSSH's {@code hostkeys_foreach} reads it. */
sealed interface KnownHostsLine {
  /** A comment, or nothing. */
  record Blank() implements KnownHostsLine {}

  /** A line that says something of a key. */
  record Entry(Marker marker, String hosts, PublicKeyLine key) implements KnownHostsLine {}

  /** A line that says nothing that could be relied on. */
  record Damaged(String reason) implements KnownHostsLine {}

  /** The lines of a file, each byte a character, so that what isn't understood stays as it is. */
  static List<String> split(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** Reads a line. */
  static KnownHostsLine parse(String text) {
    String rest = stripLeading(text);
    if (rest.isEmpty() || rest.startsWith("#")) {
      return new Blank();
    }
    Marker marker = Marker.NONE;
    if (rest.startsWith("@")) {
      String word = firstWord(rest);
      switch (word) {
        case "@cert-authority" -> marker = Marker.CERT_AUTHORITY;
        case "@revoked" -> marker = Marker.REVOKED;
        default -> {
          return new Damaged("unknown marker " + utf8(word));
        }
      }
      rest = stripLeading(rest.substring(word.length()));
      if (rest.startsWith("@")) {
        return new Damaged("more than one marker");
      }
    }
    String hosts = firstWord(rest);
    String key = stripLeading(rest.substring(hosts.length()));
    if (key.isEmpty() || key.startsWith("#")) {
      return new Damaged("no key after the host names");
    }
    if (hosts.startsWith("|") && !HostPattern.isHashed(hosts)) {
      return new Damaged("a hashed name that can't be read");
    }
    try {
      return new Entry(marker, hosts, PublicKeyLine.parse(utf8(key)));
    } catch (KeyFormatException e) {
      return new Damaged(e.getMessage());
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static String stripLeading(String text) {
    int start = 0;
    while (start < text.length() && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
