package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.terminal.Terminal;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of its own {@code connect} says, and where to: {@code LogLevel}, {@code -q}, {@code -E}
 * and {@code -y}. As with ssh, quiet means that not even an error is told.
 */
final class MessageSettings {
  private MessageSettings() {}

  /** Settles it; {@code -q} and {@code -v} outrank the setting. */
  static void apply(
      SshConfig config,
      SshOptions ssh,
      OutputOptions output,
      Terminal terminal,
      Environment environment)
      throws SpheronSshException {
    Optional<String> level = config.text(Keyword.LOG_LEVEL);
    boolean settled = output.quiet || output.verbose.length > 0;
    if (level.isPresent()) {
      int verbosity = verbosity(level.get());
      if (!settled) {
        terminal.speak(terminal.manner().withVerbosity(verbosity));
      }
    }
    boolean silent = !settled && level.filter("quiet"::equalsIgnoreCase).isPresent();
    if (output.quiet || silent) {
      terminal.logTo(OutputStream.nullOutputStream());
    } else if (ssh.systemLog) {
      terminal.logTo(SystemLog.open(config, environment));
    } else if (ssh.log != null) {
      terminal.logTo(SharedFile.at(environment.resolve(ssh.log)).appending());
    }
  }

  private static int verbosity(String level) throws SpheronSshException {
    return switch (level.toUpperCase(Locale.ROOT)) {
      case "QUIET", "FATAL", "ERROR" -> -1;
      case "INFO", "VERBOSE" -> 0;
      case "DEBUG", "DEBUG1" -> 1;
      case "DEBUG2" -> 2;
      case "DEBUG3" -> 3;
      default ->
          throw SshConfig.unexpected(
              Keyword.LOG_LEVEL,
              "QUIET, FATAL, ERROR, INFO, VERBOSE, DEBUG, DEBUG1, DEBUG2 or DEBUG3",
              level);
    };
  }
}
