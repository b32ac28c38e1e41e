package io.github.spheronssh.cli;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;

/**
 * The system's log, reached through logger(1): it takes datagrams on a Unix-domain socket, of which
 * Java has none.
 */
final class SystemLog {
  private SystemLog() {}

  /**
   * Where each line becomes a message of {@code SyslogFacility}, USER unless it is set.
   *
   * @throws ConfigException where the system has no logger
   */
  static OutputStream open(SshConfig config, Environment environment) throws ConfigException {
    String facility = config.text(Keyword.SYSLOG_FACILITY).orElse("user").toLowerCase(Locale.ROOT);
    var logger =
        new ProcessBuilder("logger", "-t", "spheron-ssh", "-p", facility + ".info")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    logger.environment().clear();
    logger.environment().putAll(environment.variables());
    try {
      return logger.start().getOutputStream();
    } catch (IOException e) {
      throw new ConfigException(
          "-y needs the program logger: " + e.getMessage(),
          "-E FILE appends the messages to a file");
    }
  }
}
