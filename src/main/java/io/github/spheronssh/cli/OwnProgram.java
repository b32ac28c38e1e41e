package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The launcher that this program was started with, for others to start it again.
 *
 * @param launcher an absolute path
 */
record OwnProgram(Path launcher, boolean windows) {

  /**
   * Finds it: the entry of {@code PATH} that leads to this package, which outlives an update, else
   * the package's own.
   *
   * @throws SpheronSshException where the program runs from no package
   */
  static OwnProgram find(Environment environment) throws SpheronSshException {
    boolean windows = environment.isWindows();
    String name = windows ? "spheron-ssh.cmd" : "spheron-ssh";
    Path packaged =
        environment
            .property("spheron.home")
            .map(home -> Path.of(home, "bin", name).toAbsolutePath().normalize())
            .orElseThrow(() -> new SpheronSshException("this needs the packaged program", null));
    return new OwnProgram(onPath(environment, name, packaged).orElse(packaged), windows);
  }

  private static Optional<Path> onPath(Environment environment, String name, Path packaged) {
    return Stream.of(environment.variable("PATH").orElse("").split(File.pathSeparator, -1))
        .flatMap(folder -> launcher(folder, name, packaged).stream())
        .findFirst();
  }

  /** The launcher in a folder that PATH names, where it leads to this package. */
  private static Optional<Path> launcher(String folder, String name, Path packaged) {
    try {
      Path candidate = Path.of(folder, name);
      boolean own =
          candidate.isAbsolute()
              && Files.exists(candidate)
              && Files.isSameFile(candidate, packaged);
      return own ? Optional.of(candidate) : Optional.empty();
    } catch (InvalidPathException | IOException e) {
      return Optional.empty(); // not every word in PATH is a folder that can be looked into
    }
  }

  /** The launcher as the first word of a command in ssh_config(5), which a shell reads. */
  String inConfig() {
    return inConfig(launcher.toString());
  }

  /** A word of such a command. */
  String inConfig(String text) {
    String word =
        windows
            ? "\"" + text + "\""
            : text.matches("[A-Za-z0-9@+=:,./_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    return word.replace("%", "%%");
  }
}
