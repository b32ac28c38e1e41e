package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.age.BadPassphraseException;
import io.github.spheronssh.backup.Restoration;
import io.github.spheronssh.backup.Step;
import io.github.spheronssh.backup.Step.Fate;
import io.github.spheronssh.terminal.Visible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts back what a backup keeps. */
@Command(
    name = "restore",
    description = {
      "Put back what a backup keeps, as far as it is missing.",
      "No file is overwritten: what differs is named and left, and the status is 1 then. Pins of"
          + " host keys that are missing are added."
    })
final class KeysRestoreCommand implements Callable<Integer> {
  private static final int TRIES = 3;

  private final Context context;
  private boolean leftSomething;

  @Parameters(paramLabel = "FILE", description = "The file that keys backup made.")
  String file = "";

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Take the passphrase from the first line of a file, of standard input (-).")
  Optional<String> passphraseFile = Optional.empty();

  @Option(names = "--dry-run", description = "Show what would be restored; change nothing.")
  boolean dryRun;

  @Mixin OutputOptions output = new OutputOptions();

  KeysRestoreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    leftSomething = false;
    Path source = context.environment().resolve(file);
    if (!Files.isRegularFile(source)) {
      throw new SpheronSshException("there is no file " + source);
    }
    try (Restoration restoration = open(source)) {
      if (dryRun) {
        restoration.plan().forEach(this::tell);
      } else {
        restoration.carryOut(this::tell);
      }
    }
    return leftSomething ? ExitCode.FAILED : ExitCode.OK;
  }

  private Restoration open(Path source) throws SpheronSshException {
    if (passphraseFile.isPresent()) {
      return open(source, PassphraseFile.read(passphraseFile.get(), context));
    }
    for (int left = TRIES - 1; ; left--) {
      try {
        return open(
            source,
            context
                .terminal()
                .readSecret(
                    "Enter passphrase for '%s': ".formatted(context.environment().display(source)),
                    "give --passphrase-file FILE"));
      } catch (BadPassphraseException e) {
        if (left == 0) {
          throw e;
        }
        context.terminal().err().println("Bad passphrase, try again.");
      }
    }
  }

  private Restoration open(Path source, char[] passphrase) throws SpheronSshException {
    try (var _ = context.terminal().progress("decrypting")) {
      return Restoration.open(source, passphrase, context.environment());
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private void tell(Step step) {
    String shown = context.environment().display(step.file());
    String would = dryRun ? "would be " : "";
    if (!step.reason().isEmpty()) {
      leftSomething = true;
      context
          .terminal()
          .err()
          .println(Visible.line("left: %s: %s".formatted(shown, step.reason())));
    }
    if (step.fate() != Fate.LEFT) {
      String done =
          switch (step.fate()) {
            case NEW -> would + "restored";
            case ADDED_TO -> would + "added to";
            default -> "already there";
          };
      context.terminal().out().println(Visible.line(done + ": " + shown));
    }
  }
}
