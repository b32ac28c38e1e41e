package io.github.spheronssh.config;

import java.util.regex.Pattern;

/** What each argument of a keyword has to look like. */
enum Form {
  TEXT("a value", "(?s).+"),
  FLAG("yes or no", "yes|no|true|false"),
  NUMBER("a number", "\\d{1,6}"),
  TIME("a time like 90 or 1h30m", "none|(?:\\d{1,9}[wdhms]?)+"),
  PORT(
      "a port from 1 to 65535",
      "0*(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5])"),
  ADDRESS_FAMILY("any, inet or inet6", "any|inet|inet6"),
  CANONICAL("yes, no or always", "yes|no|true|false|always"),
  FACILITY(
      "DAEMON, USER, AUTH, AUTHPRIV or LOCAL0 to LOCAL7", "daemon|user|auth|authpriv|local[0-7]"),
  KIND_OF_YES("yes, no, unbound or host-bound", "yes|no|true|false|unbound|host-bound"),
  LOG_LEVEL(
      "QUIET, FATAL, ERROR, INFO, VERBOSE, DEBUG, DEBUG1, DEBUG2 or DEBUG3",
      "quiet|fatal|error|info|verbose|debug[123]?"),
  MASTER("yes, no, ask, auto or autoask", "yes|no|true|false|ask|auto|autoask"),
  PERSISTENCE("yes, no or a time like 90 or 1h30m", "yes|no|true|false|(?:\\d{1,9}[wdhms]?)+"),
  SESSION("none, subsystem or default", "none|subsystem|default"),
  STRICTNESS("yes, ask or accept-new", "yes|true|no|false|off|ask|accept-new"),
  TERMINAL("auto, yes, force or no", "auto|yes|true|force|no|false");

  private final String expected;
  private final Pattern pattern;

  Form(String expected, String pattern) {
    this.expected = expected;
    this.pattern = Pattern.compile("(?i)" + pattern);
  }

  /** What an error says of it. */
  String expected() {
    return expected;
  }

  boolean fits(String argument) {
    return pattern.matcher(argument).matches();
  }
}
