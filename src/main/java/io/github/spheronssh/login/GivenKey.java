package io.github.spheronssh.login;

import java.nio.file.Path;

/** Where the user says that a key is. */
public sealed interface GivenKey {
  /** In a file; where its name ends with .pub, with whoever holds its private half. */
  record InFile(Path path) implements GivenKey {}

  /**
   * In a file that the configuration names; it may be missing, as it may for ssh.
   *
   * @param general whether it is said of every host, so that a key that is known to open an
   *     instance goes before it
   */
  record Configured(Path path, boolean general) implements GivenKey {}

  /** In a variable of the environment, as the private key's text. */
  record InVariable(String name) implements GivenKey {}
}
