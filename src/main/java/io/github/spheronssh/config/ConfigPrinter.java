package io.github.spheronssh.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a configuration as {@code ssh -G} does. */
final class ConfigPrinter {
  /** What ssh prints before it looks for tokens. */
  private static final Set<Keyword> AS_WRITTEN =
      EnumSet.of(Keyword.IDENTITY_FILE, Keyword.CERTIFICATE_FILE, Keyword.REVOKED_HOST_KEYS);

  /** What ssh has to tell of every host. */
  private static final Set<Keyword> FIRST =
      EnumSet.of(Keyword.USER, Keyword.HOST_NAME, Keyword.PORT);

  private ConfigPrinter() {}

  static List<String> lines(SshConfig written, SshConfig config, Tokens tokens) {
    var lines = new ArrayList<String>();
    lines.add("host " + tokens.original());
    lines.add("user " + config.text(Keyword.USER).orElse(tokens.user()));
    lines.add("hostname " + tokens.host());
    lines.add("port " + tokens.port());
    for (Keyword keyword : Keyword.values()) {
      if (!FIRST.contains(keyword)) {
        SshConfig from = AS_WRITTEN.contains(keyword) ? written : config;
        from.settings(keyword).forEach(setting -> print(keyword, setting.arguments(), lines));
      }
    }
    return lines;
  }

  private static void print(Keyword keyword, List<String> arguments, List<String> lines) {
    switch (keyword) {
      case SEND_ENV -> sendEnv(arguments, lines);
      case SET_ENV -> arguments.forEach(argument -> lines.add(line(keyword, argument)));
      default -> lines.add(line(keyword, value(keyword, arguments)));
    }
  }

  /** A pattern after a minus takes back those that fit it. */
  private static void sendEnv(List<String> arguments, List<String> lines) {
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        PatternList taken = PatternList.of(argument.substring(1));
        String start = line(Keyword.SEND_ENV, "");
        lines.removeIf(
            line -> line.startsWith(start) && taken.matches(line.substring(start.length())));
      } else {
        lines.add(line(Keyword.SEND_ENV, argument));
      }
    }
  }

  private static String line(Keyword keyword, String value) {
    return keyword.lowerCase() + " " + value;
  }

  private static String value(Keyword keyword, List<String> arguments) {
    String text = String.join(" ", arguments);
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (keyword) {
      case LOG_LEVEL -> lower.equals("debug1") ? "DEBUG" : text.toUpperCase(Locale.ROOT);
      case ADD_KEYS_TO_AGENT ->
          arguments.stream().map(each -> word(time(each))).collect(Collectors.joining(" "));
      case CONTROL_PERSIST -> time(text);
      case CANONICALIZE_HOSTNAME,
          CONTROL_MASTER,
          PUBKEY_AUTHENTICATION,
          REQUEST_TTY,
          STRICT_HOST_KEY_CHECKING,
          UPDATE_HOST_KEYS,
          VERIFY_HOST_KEY_DNS ->
          word(lower);
      default -> value(keyword.form(), text, lower);
    };
  }

  private static String value(Form form, String text, String lower) {
    return switch (form) {
      case TEXT, NUMBER -> text;
      case FLAG -> lower.equals("true") ? "yes" : lower.equals("false") ? "no" : lower;
      case TIME -> time(lower);
      default -> lower;
    };
  }

  /** A time in seconds, and what is none as it is. */
  private static String time(String text) {
    return Character.isDigit(text.charAt(0)) && Form.TIME.fits(text)
        ? String.valueOf(SshConfig.duration(text).toSeconds())
        : text;
  }

  /** Of words that are more than yes and no, ssh prints these as true and false. */
  private static String word(String text) {
    return switch (text) {
      case "yes" -> "true";
      case "no", "off" -> "false";
      default -> text;
    };
  }
}
