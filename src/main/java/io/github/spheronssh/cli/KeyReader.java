package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.FingerprintHash;
import io.github.spheronssh.key.KeyListing;
import io.github.spheronssh.key.ListedKey;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code keygen -y} and {@code keygen -l}: what a key file holds, in ssh-keygen's words. */
final class KeyReader {
  private final Context context;
  private final KeyUnlocker unlocker;

  KeyReader(Context context, KeyUnlocker unlocker) {
    this.context = context;
    this.unlocker = unlocker;
  }

  int printPublicKey(Path file) throws SpheronSshException {
    try (OpenedKey key = unlocker.open(PrivateKeyFile.read(file))) {
      context.terminal().out().println(key.pair().publicKey());
      return ExitCode.OK;
    }
  }

  int printFingerprints(Path file, FingerprintHash hash) throws SpheronSshException {
    List<ListedKey> keys = KeyListing.read(file);
    return print(keys.isEmpty() ? List.of(hidden(file)) : keys, hash);
  }

  /** Those of the keys on standard input. */
  int printFingerprints(FingerprintHash hash) throws SpheronSshException {
    try {
      return print(KeyListing.read(context.terminal().in()), hash);
    } catch (IOException e) {
      throw new SpheronSshException("cannot read standard input", null, e);
    }
  }

  private int print(List<ListedKey> keys, FingerprintHash hash) {
    var report = new KeyReport(context);
    keys.forEach(key -> report.fingerprint(key, hash));
    return ExitCode.OK;
  }

  /** A private key that only its passphrase shows. */
  private ListedKey hidden(Path file) throws SpheronSshException {
    try (OpenedKey key = unlocker.open(PrivateKeyFile.read(file))) {
      PublicKeyLine line = key.pair().publicKey();
      return new ListedKey(
          line, false, Optional.of(line.comment()).filter(text -> !text.isEmpty()));
    }
  }
}
