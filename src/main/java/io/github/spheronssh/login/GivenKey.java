package io.github.spheronssh.login;

import java.nio.file.Path;

/** Where the user says that a key is. */
public sealed interface GivenKey {
  /** In a file; where its name ends with .pub, with whoever holds its private half. */
  record InFile(Path path) implements GivenKey {}

  /** In a variable of the environment, as the private key's text. */
  record InVariable(String name) implements GivenKey {}
}
