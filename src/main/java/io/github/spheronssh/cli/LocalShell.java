package io.github.spheronssh.cli;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.environment.Environment;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Runs the commands of the user's own configuration in the user's own shell, as ssh does. */
final class LocalShell {
  private final Environment environment;

  LocalShell(Environment environment) {
    this.environment = environment;
  }

  /** Whether a command that is neither given input nor shown ends with status 0. */
  boolean succeeds(String command) throws ConfigException {
    File nothing = new File(environment.isWindows() ? "NUL" : "/dev/null");
    return run(
            command,
            builder(command)
                .redirectInput(Redirect.from(nothing))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT))
        == 0;
  }

  /** Runs a command on this program's own streams, and waits for its end. */
  void run(String command) throws ConfigException {
    run(command, builder(command).inheritIO());
  }

  /** The words of a process that becomes the command, as far as the shell lets it. */
  List<String> becoming(String command) {
    return words(environment.isWindows() ? command : "exec " + command);
  }

  private List<String> words(String command) {
    return environment.isWindows()
        ? List.of("cmd.exe", "/c", command)
        : List.of(environment.variable("SHELL").orElse("/bin/sh"), "-c", command);
  }

  private ProcessBuilder builder(String command) {
    var builder = new ProcessBuilder(words(command));
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    return builder.directory(environment.workingFolder().toFile());
  }

  private static int run(String command, ProcessBuilder builder) throws ConfigException {
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ConfigException(
          "'%s' can't be run: %s".formatted(command, e.getMessage()), "echo \"$SHELL\"");
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ConfigException("'%s' was interrupted".formatted(command), null);
    }
  }
}
