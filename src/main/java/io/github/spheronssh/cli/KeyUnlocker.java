package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.WrongPassphraseException;
import java.util.Arrays;
import java.util.Optional;

/** Opens private key files: asks for the passphrase of one that has one, three times at most. */
final class KeyUnlocker {
  private static final int TRIES = 3;

  private final Context context;
  private final Optional<String> passphraseFile;

  /** Takes passphrases from this file, or asks for them where there is none. */
  KeyUnlocker(Context context, Optional<String> passphraseFile) {
    this.context = context;
    this.passphraseFile = passphraseFile;
  }

  OpenedKey open(PrivateKeyFile key) throws SpheronSshException {
    if (!key.isEncrypted()) {
      return new OpenedKey(key.unlock(), Optional.empty());
    }
    if (passphraseFile.isPresent()) {
      return open(key, PassphraseFile.read(passphraseFile.get(), context));
    }
    for (int left = TRIES - 1; ; left--) {
      try {
        return open(key, ask(key));
      } catch (WrongPassphraseException e) {
        if (left == 0) {
          throw e;
        }
        context.terminal().err().println("Bad passphrase, try again.");
      }
    }
  }

  private char[] ask(PrivateKeyFile key) throws SpheronSshException {
    String question =
        "Enter passphrase for key '%s': ".formatted(context.environment().display(key.path()));
    return context.terminal().readSecret(question, "give --passphrase-file FILE");
  }

  private static OpenedKey open(PrivateKeyFile key, char[] passphrase) throws KeyFileException {
    try {
      return new OpenedKey(key.unlock(passphrase), Optional.of(passphrase));
    } catch (KeyFileException e) {
      Arrays.fill(passphrase, '\0');
      throw e;
    }
  }
}
