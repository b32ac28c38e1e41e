package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The passphrases of a key file: of a new one, or the old and the new one of a file that is there.
 * Each is asked for, taken from a file, or none.
 */
final class NewPassphrase {
  private static final String REMEDY =
      "give --no-passphrase for a key without one, or --passphrase-file FILE";
  private static final String REMEDY_FOR_ANOTHER =
      "give --no-passphrase for a key without one, or --new-passphrase-file FILE";

  @Option(
      names = "--no-passphrase",
      description = "Make a key that opens without a passphrase; with -p, take it away.")
  boolean none;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Take the passphrase from the first line of a file, of standard input (-) or of a"
              + " descriptor (/dev/fd/3).")
  Optional<String> file = Optional.empty();

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "The same for the new passphrase, where a key is there that has an old one.")
  Optional<String> newFile = Optional.empty();

  @Option(
      names = "-N",
      paramLabel = "''",
      description = "The same as --no-passphrase; ssh-keygen's -N with a passphrase is refused.")
  Optional<String> onCommandLine = Optional.empty();

  @Option(
      names = "-P",
      paramLabel = "''",
      description = "The old passphrase, if empty; ssh-keygen's -P with a passphrase is refused.")
  Optional<String> oldOnCommandLine = Optional.empty();

  /** Refuses what can't be meant, before anything is asked or done. */
  void check(boolean keyIsThere) throws SpheronSshException {
    for (Optional<String> given : List.of(onCommandLine, oldOnCommandLine)) {
      if (given.filter(text -> !text.isEmpty()).isPresent()) {
        throw new SpheronSshException(
            "a passphrase on the command line is seen by everyone on this machine and kept in the"
                + " shell's history",
            "leave it out to be asked for it, or give --passphrase-file FILE");
      }
    }
    Optional<String> wanted = keyIsThere ? newFile : file;
    if (isNone() && wanted.isPresent()) {
      throw new SpheronSshException(
          "%s and --no-passphrase exclude each other"
              .formatted(keyIsThere ? "--new-passphrase-file" : "--passphrase-file"),
          "give one of the two");
    }
    if (!keyIsThere && newFile.isPresent()) {
      throw new SpheronSshException(
          "--new-passphrase-file is for -p, -i and -e", "give --passphrase-file FILE");
    }
  }

  /** The passphrase of a new key, the caller's to wipe; empty where it is to have none. */
  Optional<char[]> choose(Context context) throws SpheronSshException {
    return choose(context, file, "Enter passphrase (empty for no passphrase): ", REMEDY);
  }

  /** The passphrase that a key is to have from now on, the caller's to wipe. */
  Optional<char[]> another(Context context) throws SpheronSshException {
    String question = "Enter new passphrase (empty for no passphrase): ";
    return choose(context, newFile, question, REMEDY_FOR_ANOTHER);
  }

  /** The passphrase of a copy: the old one, unless another or none is asked for. */
  Optional<char[]> insteadOf(Optional<char[]> old, Context context) throws SpheronSshException {
    return isNone() || newFile.isPresent() ? another(context) : old;
  }

  private Optional<char[]> choose(
      Context context, Optional<String> source, String question, String remedy)
      throws SpheronSshException {
    if (isNone()) {
      return Optional.empty();
    }
    Optional<char[]> chosen =
        source.isPresent()
            ? Optional.of(PassphraseFile.read(source.get(), context))
            : ask(context, question, remedy);
    chosen.flatMap(PassphraseRemark::on).ifPresent(context.terminal()::note);
    return chosen;
  }

  private boolean isNone() {
    return none || onCommandLine.isPresent();
  }

  /** Asks twice; the passphrase is the caller's to wipe, and absent where it is empty. */
  static Optional<char[]> ask(Context context, String question, String remedy)
      throws SpheronSshException {
    while (true) {
      char[] first = context.terminal().readSecret(question, remedy);
      char[] second = context.terminal().readSecret("Enter same passphrase again: ", remedy);
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
