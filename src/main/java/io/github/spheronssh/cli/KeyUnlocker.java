package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.key.WrongPassphraseException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Opens private key files: asks for the passphrase of one that has one, three times at most. */
final class KeyUnlocker {
  private static final int TRIES = 3;

  private final Context context;

  KeyUnlocker(Context context) {
    this.context = context;
  }

  /**
   * Opens the key.
   *
   * @param passphraseFile where its passphrase stands; asked for where there is none
   */
  SshKeyPair unlock(PrivateKeyFile key, Optional<Path> passphraseFile) throws SpheronSshException {
    if (!key.isEncrypted()) {
      return key.unlock();
    }
    if (passphraseFile.isPresent()) {
      return unlock(key, PassphraseFile.read(passphraseFile.get()));
    }
    for (int left = TRIES - 1; ; left--) {
      try {
        return unlock(key, ask(key));
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

  private static SshKeyPair unlock(PrivateKeyFile key, char[] passphrase)
      throws SpheronSshException {
    try {
      return key.unlock(passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
