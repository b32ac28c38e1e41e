package io.github.spheronssh.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What RekeyLimit says.
 *
 * @param bytes with the same keys, at least 16; 0 leaves it to the cipher
 * @param time with the same keys; zero where it doesn't count
 */
public record RekeyWords(long bytes, Duration time) {
  private static final String UNITS = "kmgtpe";
  private static final Pattern SCALED = Pattern.compile("(\\d{1,18})([" + UNITS + "]?)");
  private static final int LEAST = 16;

  /**
   * Reads a value: {@code default}, {@code none} or a number of bytes with an optional K, M or G,
   * then {@code none} or a time.
   *
   * @throws ConfigException where it is anything else
   */
  public static RekeyWords parse(List<String> value) throws ConfigException {
    if (value.isEmpty() || value.size() > 2) {
      throw SshConfig.unexpected(
          Keyword.REKEY_LIMIT, "a size and maybe a time", String.join(" ", value));
    }
    return new RekeyWords(
        bytes(value.getFirst()),
        value.size() == 1 || value.getLast().equals("none")
            ? Duration.ZERO
            : SshConfig.time(Keyword.REKEY_LIMIT, value.getLast()));
  }

  private static long bytes(String text) throws ConfigException {
    if (text.equals("default") || text.equals("none")) {
      return 0;
    }
    Matcher scaled = SCALED.matcher(text.toLowerCase(Locale.ROOT));
    if (!scaled.matches()) {
      throw SshConfig.unexpected(Keyword.REKEY_LIMIT, "a size like 500M or default", text);
    }
    long number = Long.parseLong(scaled.group(1));
    String unit = scaled.group(2);
    int bits = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
    long bytes = number << bits;
    if (bytes >> bits != number) {
      throw SshConfig.unexpected(Keyword.REKEY_LIMIT, "a size below 8E", text);
    }
    if (bytes != 0 && bytes < LEAST) {
      throw SshConfig.unexpected(Keyword.REKEY_LIMIT, "at least " + LEAST + " bytes", text);
    }
    return bytes;
  }
}
