package io.github.spheronssh.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is set for one connection, as ssh_config(5) has it. Values are checked where they are read,
 * so that an error names the keyword and what was expected.
 */
public final class SshConfig {
  private static final Pattern TIME = Pattern.compile("(?:\\d{1,6}[wdhmsWDHMS]?)+");
  private static final Pattern TIME_PART = Pattern.compile("(\\d{1,6})([wdhmsWDHMS]?)");

  private final Map<Keyword, List<String>> values;

  private SshConfig(Map<Keyword, List<String>> values) {
    this.values = values;
  }

  /** Gathers settings in the order in which they are met. */
  public static Builder builder() {
    return new Builder();
  }

  /** The value of a keyword, its arguments joined with a space; absent where it isn't set. */
  public Optional<String> text(Keyword keyword) {
    return Optional.ofNullable(values.get(keyword)).map(all -> String.join(" ", all));
  }

  /** All arguments of a keyword, in their order; none where it isn't set. */
  public List<String> texts(Keyword keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  /**
   * A keyword of yes or no.
   *
   * @throws ConfigException where it is neither
   */
  public Optional<Boolean> flag(Keyword keyword) throws ConfigException {
    Optional<String> value = text(keyword);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get().toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Optional.of(true);
      case "no", "false" -> Optional.of(false);
      default -> throw unexpected(keyword, "yes or no", value.get());
    };
  }

  /**
   * A keyword of a whole number from 0 to 999,999.
   *
   * @throws ConfigException where it is none
   */
  public Optional<Integer> number(Keyword keyword) throws ConfigException {
    Optional<String> value = text(keyword);
    if (value.isPresent() && !value.get().matches("\\d{1,6}")) {
      throw unexpected(keyword, "a number", value.get());
    }
    return value.map(Integer::valueOf);
  }

  /**
   * A keyword of a time, as sshd_config(5), TIME FORMATS, writes it: {@code 90}, {@code 1h30m};
   * {@code none} is absent.
   *
   * @throws ConfigException where it is none
   */
  public Optional<Duration> duration(Keyword keyword) throws ConfigException {
    Optional<String> value = text(keyword).filter(text -> !text.equalsIgnoreCase("none"));
    return value.isEmpty() ? Optional.empty() : Optional.of(time(keyword, value.get()));
  }

  /** A time as a part of a keyword's value. */
  static Duration time(Keyword keyword, String text) throws ConfigException {
    if (!TIME.matcher(text).matches()) {
      throw unexpected(keyword, "a time like 90 or 1h30m", text);
    }
    Duration sum = Duration.ZERO;
    Matcher part = TIME_PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(seconds(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  private static Duration seconds(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "w" -> Duration.ofDays(7);
      case "d" -> Duration.ofDays(1);
      case "h" -> Duration.ofHours(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofSeconds(1);
    };
  }

  /** The error of a value that a keyword can't have. */
  public static ConfigException unexpected(Keyword keyword, String expected, String met) {
    return new ConfigException("%s: expected %s, met '%s'".formatted(keyword, expected, met), null);
  }

  /** Settings as they are met; of most keywords the first value counts. */
  public static final class Builder {
    private final Map<Keyword, List<String>> values = new EnumMap<>(Keyword.class);

    private Builder() {}

    /** Sets a keyword that isn't set yet; one that repeats takes the value too. */
    public Builder offer(Keyword keyword, List<String> arguments) {
      List<String> before = values.get(keyword);
      if (before == null) {
        values.put(keyword, List.copyOf(arguments));
      } else if (keyword.kind() == Keyword.Kind.REPEATING
          || keyword.kind() == Keyword.Kind.FORWARD) {
        var all = new ArrayList<>(before);
        all.addAll(arguments);
        values.put(keyword, List.copyOf(all));
      }
      return this;
    }

    /** Sets a keyword whatever it was: what a letter of the command line does. */
    public Builder set(Keyword keyword, String value) {
      values.put(keyword, List.of(value));
      return this;
    }

    /**
     * Takes a line such as {@code Port 22} or {@code Port=22}; one that is blank says nothing.
     *
     * @param where what an error calls the line's place
     * @throws ConfigException where it can't be read, or its keyword is none that is taken
     */
    public Builder line(String text, String where) throws ConfigException {
      ConfigLine line = ConfigLine.parse(text);
      if (line.keyword().isEmpty()) {
        return this;
      }
      Keyword keyword =
          Keyword.named(line.keyword())
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "%s: %s is not supported by spheron-ssh connect"
                              .formatted(where, line.keyword()),
                          null));
      List<String> arguments =
          keyword.kind() == Keyword.Kind.COMMAND
              ? List.of(line.rest()).stream().filter(rest -> !rest.isEmpty()).toList()
              : line.arguments();
      if (arguments.isEmpty()) {
        throw new ConfigException(
            "%s: %s has no value".formatted(where, keyword), where + " " + keyword + "=VALUE");
      }
      return offer(
          keyword,
          keyword.kind() == Keyword.Kind.FORWARD
              ? List.of(forward(keyword, arguments, where))
              : arguments);
    }

    /** A place to wait and one to lead to, as one value: {@code 8080 host:80} is -L's text too. */
    private static String forward(Keyword keyword, List<String> arguments, String where)
        throws ConfigException {
      int most = keyword == Keyword.DYNAMIC_FORWARD ? 1 : 2;
      if (arguments.size() > most) {
        throw new ConfigException(
            "%s: %s has one argument too many: %s".formatted(where, keyword, arguments.get(most)),
            null);
      }
      return String.join(":", arguments);
    }

    /** What was gathered. */
    public SshConfig build() {
      return new SshConfig(new EnumMap<>(values));
    }
  }
}
