package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of {@code -o}, which are lines of ssh_config(5): {@code Key=value} or {@code Key
 * value}, the keyword in any case, the first value of a keyword the one that counts.
 */
final class SshSettings {
  private static final Set<String> KNOWN =
      Set.of(
          "addressfamily",
          "batchmode",
          "connecttimeout",
          "identityfile",
          "port",
          "requesttty",
          "serveralivecountmax",
          "serveraliveinterval",
          "stricthostkeychecking",
          "user",
          "userknownhostsfile");

  /** What names only what this program does anyway. */
  private static final Set<String> HARMLESS = Set.of("checkhostip", "loglevel", "updatehostkeys");

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Reads the settings.
   *
   * @throws SpheronSshException where one can't be read, or is none that this program has
   */
  SshSettings(List<String> texts) throws SpheronSshException {
    for (String text : texts) {
      String[] parts = text.strip().split("\\s*=\\s*|\\s+", 2);
      String keyword = parts[0].toLowerCase(Locale.ROOT);
      if (parts.length < 2 || parts[1].isBlank()) {
        throw new SpheronSshException("-o '%s' has no value".formatted(text), "-o KEYWORD=VALUE");
      }
      if (!KNOWN.contains(keyword) && !HARMLESS.contains(keyword)) {
        throw new SpheronSshException(
            "-o %s is not supported by spheron-ssh connect".formatted(parts[0]), null);
      }
      values.putIfAbsent(keyword, unquoted(parts[1].strip()));
    }
  }

  /** The value of a keyword, which is given in lower case. */
  Optional<String> value(String keyword) {
    return Optional.ofNullable(values.get(keyword));
  }

  /**
   * The value of a keyword that takes a whole number from 0.
   *
   * @throws SpheronSshException where it is none
   */
  Optional<Integer> number(String keyword) throws SpheronSshException {
    Optional<String> value = value(keyword);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().matches("\\d{1,6}")) {
      throw new SpheronSshException(
          "-o %s: expected a number, met '%s'".formatted(keyword, value.get()), null);
    }
    return value.map(Integer::valueOf);
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
