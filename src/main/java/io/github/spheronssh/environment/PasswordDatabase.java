package io.github.spheronssh.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the system knows of its users. Java has no way to ask: getent(1) is asked where there is
 * one, since users need not stand in a file, and {@code /etc/passwd} is read elsewhere.
 */
final class PasswordDatabase {
  private static final Path ASKED = Path.of("/usr/bin/getent");
  private static final Path FILE = Path.of("/etc/passwd");

  /** What a program may be given as the name of a user. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}");

  /** A line of passwd(5) has seven fields, of which this is the home. */
  private static final int HOME = 5;

  private static final int FIELDS = 7;
  private static final int LONGEST_LINE = 64 * 1024;

  private PasswordDatabase() {}

  /** The home folder of a user, as the database has it. */
  static Optional<String> home(String user) {
    if (!NAME.matcher(user).matches()) {
      return Optional.empty();
    }
    return (Files.isExecutable(ASKED) ? asked(user) : read(user))
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length == FIELDS)
        .map(fields -> fields[HOME]);
  }

  private static Optional<String> asked(String user) {
    try {
      Process process =
          new ProcessBuilder(ASKED.toString(), "passwd", user)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readNBytes(LONGEST_LINE);
      process.getInputStream().close();
      return process.waitFor() == 0
          ? new String(said, StandardCharsets.UTF_8).lines().findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it can't be run, so nobody is known
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> read(String user) {
    try (Stream<String> lines = Files.lines(FILE, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith(user + ":")).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // Windows has none
    }
  }
}
