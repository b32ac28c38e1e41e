package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The passphrase that a key file is to have: asked for twice, taken from a file, or none. */
final class NewPassphrase {
  private static final String REMEDY =
      "give --no-passphrase for a key without one, or --passphrase-file FILE";

  @Option(names = "--no-passphrase", description = "Make a key that opens without a passphrase.")
  boolean none;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Take the passphrase from the first line of a file.")
  Optional<String> file = Optional.empty();

  @Option(
      names = "-N",
      paramLabel = "''",
      description = "The same as --no-passphrase; ssh-keygen's -N with a passphrase is refused.")
  Optional<String> onCommandLine = Optional.empty();

  /** The passphrase, the caller's to wipe; empty where the key is to have none. */
  Optional<char[]> choose(Context context) throws SpheronSshException {
    boolean without = none || onCommandLine.isPresent();
    if (onCommandLine.filter(text -> !text.isEmpty()).isPresent()) {
      throw new SpheronSshException(
          "a passphrase on the command line is seen by everyone on this machine and kept in the"
              + " shell's history",
          "leave -N out to be asked for it, or give --passphrase-file FILE");
    }
    if (without && file.isPresent()) {
      throw new SpheronSshException(
          "--passphrase-file and --no-passphrase exclude each other", "give one of the two");
    }
    if (file.isPresent()) {
      return Optional.of(PassphraseFile.read(context.environment().resolve(file.get())));
    }
    return without ? Optional.empty() : ask(context);
  }

  private static Optional<char[]> ask(Context context) throws SpheronSshException {
    while (true) {
      char[] first =
          context.terminal().readSecret("Enter passphrase (empty for no passphrase): ", REMEDY);
      char[] second = context.terminal().readSecret("Enter same passphrase again: ", REMEDY);
      boolean same = Arrays.equals(first, second);
      Arrays.fill(second, '\0');
      if (same) {
        return first.length == 0 ? Optional.empty() : Optional.of(first);
      }
      Arrays.fill(first, '\0');
      context.terminal().err().println("Passphrases do not match.  Try again.");
    }
  }
}
