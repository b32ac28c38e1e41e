package io.github.spheronssh.doctor;

import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;

/** A path as a word of the command that a remedy is. */
final class ShellWord {
  private ShellWord() {}

  /** As the user likes to read it; quoted, and then whole, where a shell would misread it. */
  static String of(Path path, Environment environment) {
    String shown = environment.display(path);
    return shown.matches("[A-Za-z0-9@%+=:,./_~-]+")
        ? shown
        : "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
