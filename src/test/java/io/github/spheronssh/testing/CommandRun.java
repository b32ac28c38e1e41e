package io.github.spheronssh.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.cli.Main;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Tty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Runs commands in-process, each in the same temporary home, and shows what they printed. */
public final class CommandRun {
  private final Map<String, String> variables = new HashMap<>();
  private final Path home;

  /** Runs with the given folder as home, and no other variable. */
  public CommandRun(Path home) {
    this.home = home;
    variables.put("HOME", home.toString());
  }

  /**
   * What a command did.
   *
   * @param status the exit code
   */
  public record Result(int status, String out, String err) {}

  /** Sets a variable for the runs to come. */
  public CommandRun with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Takes a variable away. */
  public CommandRun without(String name) {
    variables.remove(name);
    return this;
  }

  /** Runs a command with nobody to ask, and nothing on standard input. */
  public Result run(String... arguments) {
    return run("", null, arguments);
  }

  /** Runs a command with text on standard input. */
  public Result runReading(String in, String... arguments) {
    return run(in, null, arguments);
  }

  /** Runs a command with a person at the terminal, who types standard input too. */
  public Result runAt(Tty person, String... arguments) {
    return run("", person, arguments);
  }

  private Result run(String in, @Nullable Tty person, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var properties = new Properties();
    properties.put("user.dir", home.toString());
    properties.put("user.name", "me");
    properties.put("spheron.ssh.folder", home.resolve("etc").toString());
    properties.put("os.name", System.getProperty("os.name"));
    var terminal =
        new Terminal(
            new ByteArrayInputStream(in.getBytes(UTF_8)),
            out,
            err,
            person != null,
            false,
            false,
            person);
    int status =
        Main.run(List.of(arguments), terminal, Environment.of(Map.copyOf(variables), properties));
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
