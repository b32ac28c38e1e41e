package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyChoiceException;
import io.github.spheronssh.backup.Backup;
import io.github.spheronssh.file.FileExistsException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps keys in one encrypted file. */
@Command(
    name = "backup",
    description = {
      "Keep the keys of ~/.ssh, the settings, the pins of host keys and what logins proved in one"
          + " file that a passphrase opens. The API key is not in it.",
      "Without this program it is opened by: age -d FILE | tar -x -C ~"
    })
final class KeysBackupCommand implements Callable<Integer> {
  private static final String REMEDY = "give --passphrase-file FILE";

  private final Context context;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file to be made; a new one.")
  String file = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY",
      description = "Names of private files in ~/.ssh, or fingerprints; all of them by default.")
  List<String> words = List.of();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Take the passphrase from the first line of a file, of standard input (-).")
  Optional<String> passphraseFile = Optional.empty();

  @Mixin OutputOptions output = new OutputOptions();

  KeysBackupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Terminal terminal = context.terminal();
    Path target = context.environment().resolve(file);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileExistsException(target);
    }
    KeyRing ring = KeyRing.read(context.environment().sshFolder());
    List<PrivateKeyFile> keys = words.isEmpty() ? ring.keys() : chosen(ring);
    if (keys.isEmpty()) {
      throw new KeyFileException("there is no key in ~/.ssh to keep", "spheron-ssh keygen");
    }
    try (Backup backup = Backup.of(context.environment(), keys)) {
      char[] passphrase = passphrase();
      try (var _ = terminal.progress("encrypting")) {
        backup.write(target, passphrase);
      } finally {
        Arrays.fill(passphrase, '\0');
      }
      for (Path each : backup.files()) {
        terminal.out().println(Visible.line("kept: " + context.environment().display(each)));
      }
    }
    if (words.isEmpty() && !ring.unreadable().isEmpty()) {
      ring.unreadable().forEach(e -> terminal.note("left out: " + e.getMessage()));
      return ExitCode.FAILED;
    }
    return ExitCode.OK;
  }

  private List<PrivateKeyFile> chosen(KeyRing ring) throws SpheronSshException {
    var chosen = new ArrayList<PrivateKeyFile>();
    for (String word : words) {
      chosen.add(chosen(ring, word));
    }
    return chosen;
  }

  private PrivateKeyFile chosen(KeyRing ring, String word) throws SpheronSshException {
    if (word.indexOf('/') >= 0 || word.indexOf(File.separatorChar) >= 0) {
      Path named = context.environment().resolve(word);
      if (Files.isRegularFile(named)) {
        return PrivateKeyFile.read(named);
      }
    }
    Optional<PrivateKeyFile> byFingerprint =
        ring.keys().stream()
            .filter(key -> key.publicKey().filter(k -> isOf(word, k.fingerprint())).isPresent())
            .findFirst();
    if (byFingerprint.isPresent()) {
      return byFingerprint.get();
    }
    Path named = context.environment().sshFolder().resolve(word);
    if (!Files.isRegularFile(named)) {
      throw new KeyChoiceException(
          "no private key of ~/.ssh is called " + word, "spheron-ssh keys list shows them");
    }
    return PrivateKeyFile.read(named);
  }

  private static boolean isOf(String word, Object fingerprint) {
    return fingerprint.toString().equals(word);
  }

  private char[] passphrase() throws SpheronSshException {
    char[] chosen =
        passphraseFile.isPresent()
            ? PassphraseFile.read(passphraseFile.get(), context)
            : NewPassphrase.ask(context, "Enter passphrase for the backup: ", REMEDY)
                .orElseThrow(
                    () ->
                        new SpheronSshException(
                            "a backup needs a passphrase, met an empty one", REMEDY));
    PassphraseRemark.on(chosen).ifPresent(context.terminal()::note);
    return chosen;
  }
}
