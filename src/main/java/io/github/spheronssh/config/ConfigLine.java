package io.github.spheronssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of ssh_config(5): a keyword, then its arguments after blanks or one {@code =}. Arguments
 * may be quoted by {@code "} or {@code '}; within and without, a backslash takes a quote or itself
 * as it is, and outside of quotes a blank too. A {@code #} where an argument would begin ends the
 * line.
 *
 * @param place what errors call it
 * @param rest what follows the keyword, as it stands
 */
record ConfigLine(String place, String keyword, String rest) {
  private static final String BLANKS = " \t\r\n\f";

  /** What a line does beside setting a keyword. */
  enum Directive {
    HOST,
    MATCH,
    INCLUDE
  }

  /** Reads a line; its keyword is empty where it is blank or a comment. */
  static ConfigLine parse(String text, String place) {
    String line = text.strip();
    if (line.startsWith("#")) {
      return new ConfigLine(place, "", "");
    }
    boolean quoted = line.startsWith("\"");
    int start = quoted ? 1 : 0;
    int end = start;
    while (end < line.length() && (quoted ? "\"" : BLANKS + "=\"").indexOf(line.charAt(end)) < 0) {
      end++;
    }
    int after = quoted && end < line.length() ? end + 1 : end;
    String rest = line.substring(after).stripLeading();
    return new ConfigLine(
        place,
        line.substring(start, end),
        rest.startsWith("=") ? rest.substring(1).stripLeading() : rest);
  }

  boolean isBlank() {
    return keyword.isEmpty();
  }

  /** What it does where it doesn't set a keyword. */
  Optional<Directive> directive() {
    return switch (keyword.toLowerCase(Locale.ROOT)) {
      case "host" -> Optional.of(Directive.HOST);
      case "match" -> Optional.of(Directive.MATCH);
      case "include" -> Optional.of(Directive.INCLUDE);
      default -> Optional.empty();
    };
  }

  /** The error of something in this line. */
  ConfigException wrong(String message, @Nullable String hint) {
    return new ConfigException(place + ": " + message, hint);
  }

  /**
   * The arguments of a keyword, as many and of such a form as it takes.
   *
   * @throws ConfigException where they are others
   */
  List<String> arguments(Keyword keyword) throws ConfigException {
    if (keyword.isCommand()) {
      if (rest.isEmpty()) {
        throw noValue();
      }
      return List.of(rest);
    }
    List<String> arguments = arguments();
    int most = keyword.most();
    if (arguments.size() > most) {
      throw wrong(
          "%s takes no further value, met '%s'".formatted(keyword, arguments.get(most)), null);
    }
    for (String argument : arguments) {
      if (!keyword.form().fits(argument)) {
        throw wrong(
            "%s: expected %s, met '%s'".formatted(keyword, keyword.form().expected(), argument),
            null);
      }
    }
    return keyword.isForward() ? List.of(String.join(":", arguments)) : arguments;
  }

  /**
   * The arguments, at least one.
   *
   * @throws ConfigException where there is none, or a quote is not closed
   */
  List<String> arguments() throws ConfigException {
    return arguments(true);
  }

  /** The same, where a {@code #} may be no comment. */
  List<String> arguments(boolean comments) throws ConfigException {
    var arguments = new ArrayList<String>();
    int at = 0;
    while (at < rest.length()) {
      if (isBlank(rest.charAt(at))) {
        at++;
      } else if (comments && rest.charAt(at) == '#') {
        break;
      } else {
        var argument = new StringBuilder();
        at = argument(at, argument);
        arguments.add(argument.toString());
      }
    }
    if (arguments.isEmpty()) {
      throw noValue();
    }
    return List.copyOf(arguments);
  }

  private ConfigException noValue() {
    return wrong(keyword + " has no value", null);
  }

  /** Reads the argument that begins there, and tells where it ends. */
  private int argument(int start, StringBuilder argument) throws ConfigException {
    char quote = 0;
    int at = start;
    while (at < rest.length() && (quote != 0 || !isBlank(rest.charAt(at)))) {
      char c = rest.charAt(at);
      if (c == '\\' && at + 1 < rest.length() && escapes(rest.charAt(at + 1), quote)) {
        argument.append(rest.charAt(++at));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote && quote != 0) {
        quote = 0;
      } else {
        argument.append(c);
      }
      at++;
    }
    if (quote != 0) {
      throw wrong("%s: a quote is not closed: %s".formatted(keyword, rest), null);
    }
    return at;
  }

  private static boolean escapes(char c, char quote) {
    return c == '"' || c == '\'' || c == '\\' || (c == ' ' && quote == 0);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
