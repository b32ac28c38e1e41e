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
import java.util.stream.Stream;

/**
 * What is set for one connection, as ssh_config(5) has it. Values are checked as their lines are
 * read, so that an error names the line, the keyword and what was expected.
 */
public final class SshConfig {
  private static final Pattern TIME_PART = Pattern.compile("(\\d{1,9})([wdhmsWDHMS]?)");

  private final Map<Keyword, List<Setting>> values;
  private final List<String> passedBy;

  private SshConfig(Map<Keyword, List<Setting>> values, List<String> passedBy) {
    this.values = values;
    this.passedBy = List.copyOf(passedBy);
  }

  /** Gathers settings in the order in which they are met. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers more settings after these. */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.values.putAll(values);
    builder.passedBy.addAll(passedBy);
    return builder;
  }

  /** The value of a keyword, its arguments joined with a space; absent where it isn't set. */
  public Optional<String> text(Keyword keyword) {
    return isSet(keyword) ? Optional.of(String.join(" ", texts(keyword))) : Optional.empty();
  }

  /** The same where it comes from there. */
  public Optional<String> text(Keyword keyword, Origin origin) {
    return text(keyword).filter(_ -> settings(keyword).getFirst().origin() == origin);
  }

  /** All arguments of a keyword, in their order; none where it isn't set. */
  public List<String> texts(Keyword keyword) {
    return settings(keyword).stream().flatMap(each -> each.arguments().stream()).toList();
  }

  /** The lines that set a keyword, in their order; more than one only where all of them count. */
  public List<Setting> settings(Keyword keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  /** Whether a keyword is set. */
  public boolean isSet(Keyword keyword) {
    return values.containsKey(keyword);
  }

  /** Whether anything stands in a file and not on the command line. */
  public boolean isFromFiles() {
    return values.values().stream()
        .flatMap(List::stream)
        .anyMatch(setting -> setting.origin() != Origin.COMMAND_LINE);
  }

  /** What was set and is passed by, a line each. */
  public List<String> passedBy() {
    return passedBy;
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
    if (value.isPresent() && !Form.NUMBER.fits(value.get())) {
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
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(time(keyword, value.get()));
  }

  /** A time as a part of a keyword's value, such as {@code 90}, {@code 5m} or {@code 1h30m}. */
  public static Duration time(Keyword keyword, String text) throws ConfigException {
    if (!Form.TIME.fits(text)) {
      throw unexpected(keyword, Form.TIME.expected(), text);
    }
    return duration(text);
  }

  static Duration duration(String text) {
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
    private final Map<Keyword, List<Setting>> values = new EnumMap<>(Keyword.class);
    private final List<String> passedBy = new ArrayList<>();

    private Builder() {}

    /** Sets a keyword that isn't set yet, as the command line does; one that repeats, too. */
    public Builder offer(Keyword keyword, List<String> arguments) {
      offer(keyword, new Setting(arguments, Origin.COMMAND_LINE, "the command line"));
      return this;
    }

    /** Takes a setting where it counts, and tells whether it does. */
    private boolean offer(Keyword keyword, Setting setting) {
      if (isKeptOut(keyword)) {
        return false;
      }
      List<Setting> before = values.getOrDefault(keyword, List.of());
      if (before.isEmpty()) {
        values.put(keyword, List.of(setting));
        return true;
      }
      boolean known = before.stream().anyMatch(s -> s.arguments().equals(setting.arguments()));
      if (!keyword.isRepeating() || known) {
        return false;
      }
      values.put(keyword, Stream.concat(before.stream(), Stream.of(setting)).toList());
      return true;
    }

    /** Of the two ways through others the one that is met first counts, as in ssh. */
    private boolean isKeptOut(Keyword keyword) {
      return switch (keyword) {
        case PROXY_COMMAND -> values.containsKey(Keyword.PROXY_JUMP);
        case PROXY_JUMP -> values.containsKey(Keyword.PROXY_COMMAND);
        default -> false;
      };
    }

    /** Sets a keyword whatever it was: what a letter of the command line does. */
    public Builder set(Keyword keyword, String value) {
      values.put(
          keyword, List.of(new Setting(List.of(value), Origin.COMMAND_LINE, "the command line")));
      return this;
    }

    /** Puts other arguments in the place of those that a keyword has. */
    Builder replace(Keyword keyword, List<Setting> settings) {
      values.put(keyword, List.copyOf(settings));
      return this;
    }

    /**
     * Takes a line such as {@code Port 22} or {@code Port=22} of the command line; one that is
     * blank says nothing.
     *
     * @param where what an error calls the line's place
     * @throws ConfigException where it can't be read, or what it sets can't be had
     */
    public Builder line(String text, String where) throws ConfigException {
      ConfigLine line = ConfigLine.parse(text, where);
      if (line.directive().isPresent()) {
        throw line.wrong(line.keyword() + " has to stand in a file", null);
      }
      if (!line.isBlank()) {
        take(line, true, Origin.COMMAND_LINE);
      }
      return this;
    }

    /**
     * Takes a line that sets a keyword.
     *
     * @param active whether it counts, or only has to be one that can be read
     */
    void take(ConfigLine line, boolean active, Origin origin) throws ConfigException {
      Optional<Keyword> keyword = Keyword.named(line.keyword());
      if (keyword.isEmpty()) {
        unknown(line);
        return;
      }
      List<String> arguments = line.arguments(keyword.get());
      if (active && offer(keyword.get(), new Setting(arguments, origin, line.place()))) {
        tell(keyword.get(), arguments, line, origin);
      }
    }

    private void tell(Keyword keyword, List<String> arguments, ConfigLine line, Origin origin)
        throws ConfigException {
      switch (keyword.fate(arguments)) {
        case DONE -> {}
        case PASSED_BY -> passedBy.add("%s: %s is passed by".formatted(line.place(), keyword));
        case REFUSED ->
            throw line.wrong(
                keyword + " is not supported by spheron-ssh connect",
                origin == Origin.COMMAND_LINE
                    ? null
                    : "-F none leaves the configuration files out");
      }
    }

    private void unknown(ConfigLine line) throws ConfigException {
      String ignored =
          values.getOrDefault(Keyword.IGNORE_UNKNOWN, List.of()).stream()
              .flatMap(setting -> setting.arguments().stream())
              .findFirst()
              .orElse("");
      String name = line.keyword().toLowerCase(Locale.ROOT);
      if (Keyword.isOutdated(name)) {
        passedBy.add("%s: %s is outdated, and passed by".formatted(line.place(), line.keyword()));
      } else if (!PatternList.of(ignored.toLowerCase(Locale.ROOT)).matches(name)) {
        throw line.wrong(
            "ssh_config has no option " + line.keyword(),
            "IgnoreUnknown %s before it lets it pass".formatted(line.keyword()));
      }
    }

    /** What was gathered. */
    public SshConfig build() {
      return new SshConfig(new EnumMap<>(values), passedBy);
    }
  }
}
