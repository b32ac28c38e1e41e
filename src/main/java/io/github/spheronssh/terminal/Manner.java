package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.util.Locale;
import java.util.Optional;

/**
 * How the program speaks in this run.
 *
 * @param verbosity -1 for {@code -q}, 0, or the number of {@code -v}
 * @param color whether colour was asked for or declined; empty: where a terminal shows it
 * @param unicode whether the terminal has more than ASCII
 * @param asks whether questions may be asked
 */
public record Manner(int verbosity, Optional<Boolean> color, boolean unicode, boolean asks) {
  /** Nothing asked for: as in a pipe. */
  public static final Manner PLAIN = new Manner(0, Optional.empty(), false, true);

  /** What the environment asks for. */
  public static Manner of(Environment environment) {
    return new Manner(0, color(environment), unicode(environment), !isTrue(environment, "CI"));
  }

  /** The same, more or less talkative. */
  public Manner withVerbosity(int level) {
    return new Manner(level, color, unicode, asks);
  }

  /** The same, with colour switched on or off whatever the environment says. */
  public Manner withColor(boolean on) {
    return new Manner(verbosity, Optional.of(on), unicode, asks);
  }

  /** The same, where nobody may be asked. */
  public Manner withoutQuestions() {
    return new Manner(verbosity, color, unicode, false);
  }

  // https://no-color.org and https://bixense.com/clicolors
  private static Optional<Boolean> color(Environment environment) {
    if (environment.variable("NO_COLOR").isPresent()) {
      return Optional.of(false);
    }
    if (environment.variable("CLICOLOR_FORCE").filter(value -> !value.equals("0")).isPresent()) {
      return Optional.of(true);
    }
    return environment.variable("TERM").filter("dumb"::equals).map(dumb -> false);
  }

  private static boolean unicode(Environment environment) {
    if (environment.isWindows()) {
      return environment.variable("WT_SESSION").isPresent();
    }
    // The order of POSIX: the first that is set decides.
    return environment
        .variable("LC_ALL")
        .or(() -> environment.variable("LC_CTYPE"))
        .or(() -> environment.variable("LANG"))
        .map(locale -> locale.toLowerCase(Locale.ROOT).replace("-", ""))
        .filter(locale -> locale.contains("utf8"))
        .isPresent();
  }

  private static boolean isTrue(Environment environment, String name) {
    return environment.variable(name).filter("true"::equalsIgnoreCase).isPresent();
  }
}
