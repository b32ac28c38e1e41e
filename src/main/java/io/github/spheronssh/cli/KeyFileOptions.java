package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyKind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which key file is meant: ssh's default name for the key's kind, unless one is given. */
final class KeyFileOptions {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  @Option(
      names = "-t",
      paramLabel = "TYPE",
      description = "The key's kind: ed25519 (the default), ecdsa or rsa.")
  KeyKind kind = KeyKind.ED25519;

  @Option(
      names = "-f",
      paramLabel = "FILE",
      description = "The private key file (default: ~/.ssh/id_TYPE).")
  Optional<String> path = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The key file is ~/.ssh/id_TYPE_NAME.")
  Optional<String> name = Optional.empty();

  /** Whether {@code -f -} names standard input. */
  boolean isStandardInput() {
    return path.filter(text -> text.equals("-")).isPresent();
  }

  Path file(Environment environment) throws SpheronSshException {
    if (path.isPresent() && name.isPresent()) {
      throw new SpheronSshException("-f and --name exclude each other", "give one of the two");
    }
    if (path.isPresent()) {
      return environment.resolve(path.get());
    }
    if (name.isEmpty()) {
      return environment.sshFolder().resolve(kind.defaultFileName());
    }
    if (!name.get().matches(NAME)) {
      throw new SpheronSshException(
          "expected a name of letters, digits, dots, dashes and underscores, met " + name.get(),
          "-f FILE takes any path");
    }
    return environment.sshFolder().resolve(kind.defaultFileName() + "_" + name.get());
  }
}
