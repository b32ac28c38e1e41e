package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code keygen} is to do, by ssh-keygen's letters; a new pair without any of them. */
final class KeygenTask {
  /** The tasks that there are. */
  enum Kind {
    MAKE,
    PRINT_PUBLIC,
    PRINT_FINGERPRINT,
    CHANGE_PASSPHRASE,
    CHANGE_COMMENT,
    IMPORT,
    EXPORT
  }

  @Option(names = "-y", description = "Print the public key of a private key file.")
  boolean printPublic;

  @Option(
      names = "-l",
      description =
          "Print the fingerprints of the keys in a file (-f - reads standard input), with -v the"
              + " randomart.")
  boolean printFingerprint;

  @Option(
      names = "-p",
      description = "Change the passphrase of a private key file, or with -m its format.")
  boolean changePassphrase;

  @Option(names = "-c", description = "Change the comment of a key: -C COMMENT, or asked for.")
  boolean changeComment;

  @Option(
      names = "-i",
      description =
          "Import: print a public key of another format as OpenSSH's line, or write a private one"
              + " to --to FILE.")
  boolean importKey;

  @Option(
      names = "-e",
      description =
          "Export: print the public key in another format, or write the private one to --to FILE.")
  boolean exportKey;

  Kind kind() throws SpheronSshException {
    List<Kind> asked =
        Stream.of(
                printPublic ? Kind.PRINT_PUBLIC : null,
                printFingerprint ? Kind.PRINT_FINGERPRINT : null,
                changePassphrase ? Kind.CHANGE_PASSPHRASE : null,
                changeComment ? Kind.CHANGE_COMMENT : null,
                importKey ? Kind.IMPORT : null,
                exportKey ? Kind.EXPORT : null)
            .flatMap(Stream::ofNullable)
            .toList();
    if (asked.size() > 1) {
      throw new SpheronSshException(
          "-y, -l, -p, -c, -i and -e exclude each other", "give one of them");
    }
    return asked.isEmpty() ? Kind.MAKE : asked.getFirst();
  }
}
