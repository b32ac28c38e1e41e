package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of others that judge what this one does: OpenSSH's, Dropbear's, tmux. Where one is
 * missing, the test that asks for it is skipped with a word; in CI it fails.
 */
public final class RealPrograms {
  private RealPrograms() {}

  /** The absolute path of a program that the test can't do without. */
  public static Path require(String name) {
    return find(name).orElseGet(() -> missing(name));
  }

  /** The absolute path of a program, on PATH or where systems keep their servers. */
  public static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<String> folders =
        Stream.concat(
            Stream.of(path.split(java.io.File.pathSeparator)),
            Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin", "/bin"));
    return folders
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Ends the test for want of this. */
  static Path missing(String name) {
    assertNotEquals("true", System.getenv("CI"), "CI has to have " + name);
    return abort("skipped: this machine has no " + name);
  }
}
