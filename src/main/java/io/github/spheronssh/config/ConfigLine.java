package io.github.spheronssh.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of ssh_config(5): a keyword, then its arguments after blanks or one {@code =}. Arguments
 * may be quoted by {@code "} or {@code '}; within and without, a backslash takes a quote or itself
 * as it is, and outside of quotes a blank too. A {@code #} where an argument would begin ends the
 * line.
 *
 * @param rest what follows the keyword, as it stands
 */
record ConfigLine(String keyword, String rest) {
  private static final String BLANKS = " \t\r\n\f";

  /** Reads a line; its keyword is empty where it is blank or a comment. */
  static ConfigLine parse(String text) {
    String line = text.strip();
    if (line.startsWith("#")) {
      return new ConfigLine("", "");
    }
    int end = 0;
    while (end < line.length() && (BLANKS + "=\"").indexOf(line.charAt(end)) < 0) {
      end++;
    }
    String after = line.substring(end).stripLeading();
    return new ConfigLine(
        line.substring(0, end), after.startsWith("=") ? after.substring(1).stripLeading() : after);
  }

  /**
   * The arguments.
   *
   * @throws ConfigException where a quote is not closed
   */
  List<String> arguments() throws ConfigException {
    var arguments = new ArrayList<String>();
    int at = 0;
    while (at < rest.length()) {
      if (isBlank(rest.charAt(at))) {
        at++;
      } else if (rest.charAt(at) == '#') {
        break;
      } else {
        var argument = new StringBuilder();
        at = argument(at, argument);
        arguments.add(argument.toString());
      }
    }
    return List.copyOf(arguments);
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
      throw new ConfigException(keyword + ": a quote is not closed: " + rest, null);
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
