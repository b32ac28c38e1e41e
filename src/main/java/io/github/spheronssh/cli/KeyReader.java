package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;
import java.util.Optional;

/** {@code keygen -y} and {@code keygen -l}: what a key file holds, in ssh-keygen's words. */
final class KeyReader {
  private final Context context;
  private final Optional<String> passphraseFile;

  KeyReader(Context context, Optional<String> passphraseFile) {
    this.context = context;
    this.passphraseFile = passphraseFile;
  }

  int printPublicKey(Path file) throws SpheronSshException {
    context.terminal().out().println(unlocked(PrivateKeyFile.read(file)));
    return ExitCode.OK;
  }

  int printFingerprint(Path file) throws SpheronSshException {
    new KeyReport(context).fingerprint(publicKey(file));
    return ExitCode.OK;
  }

  private PublicKeyLine publicKey(Path file) throws SpheronSshException {
    try {
      return PublicKeyFile.read(file);
    } catch (KeyFileException notPublic) {
      PrivateKeyFile key = PrivateKeyFile.read(file);
      Optional<PublicKeyLine> shown = key.publicKey();
      return shown.isPresent() ? shown.get() : unlocked(key);
    }
  }

  private PublicKeyLine unlocked(PrivateKeyFile key) throws SpheronSshException {
    Optional<Path> secret =
        passphraseFile.isPresent()
            ? Optional.of(context.environment().resolve(passphraseFile.get()))
            : Optional.empty();
    return new KeyUnlocker(context).unlock(key, secret).publicKey();
  }
}
