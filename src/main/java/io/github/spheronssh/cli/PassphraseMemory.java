package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.key.WrongPassphraseException;
import io.github.spheronssh.rotation.KeyAccess;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens key files that share a passphrase, which is asked for once; wiped when closed. */
final class PassphraseMemory implements KeyAccess, AutoCloseable {
  private static final int TRIES = 3;

  private final Context context;
  private final Optional<String> passphraseFile;
  private char @Nullable [] passphrase;

  /** A memory that is empty; the file, where there is one, is asked before a person. */
  PassphraseMemory(Context context, Optional<String> passphraseFile) {
    this.context = context;
    this.passphraseFile = passphraseFile;
  }

  @Override
  public SshKeyPair open(PrivateKeyFile file) throws SpheronSshException {
    if (!file.isEncrypted()) {
      return file.unlock();
    }
    if (passphrase == null && passphraseFile.isPresent()) {
      keep(PassphraseFile.read(passphraseFile.get(), context));
      return file.unlock(passphrase().orElseThrow());
    }
    for (int left = TRIES; ; left--) {
      if (passphrase == null) {
        String question =
            "Enter passphrase for key '%s': ".formatted(context.environment().display(file.path()));
        keep(context.terminal().readSecret(question, "give --passphrase-file FILE"));
      }
      try {
        return file.unlock(passphrase().orElseThrow());
      } catch (WrongPassphraseException e) {
        close();
        if (left == 1) {
          throw e;
        }
        context.terminal().err().println("Bad passphrase, try again.");
      }
    }
  }

  @Override
  public Optional<char[]> passphrase() {
    return Optional.ofNullable(passphrase);
  }

  private void keep(char[] other) {
    close();
    passphrase = other;
  }

  @Override
  public void close() {
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
      passphrase = null;
    }
  }
}
