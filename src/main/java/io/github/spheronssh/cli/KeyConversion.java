package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.ForeignPublicKey;
import io.github.spheronssh.key.KeyFormat;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.KeyRewrite;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code keygen -i} and {@code keygen -e}: keys from other formats and to them. Public keys are
 * printed; private ones go to a new file and nowhere else, with the passphrase that they had unless
 * another is given.
 */
final class KeyConversion {
  private final Context context;
  private final KeyUnlocker unlocker;
  private final NewPassphrase passphrase;
  private final int rounds;

  KeyConversion(Context context, KeyUnlocker unlocker, NewPassphrase passphrase, int rounds) {
    this.context = context;
    this.unlocker = unlocker;
    this.passphrase = passphrase;
    this.rounds = rounds;
  }

  int importFromInput() throws SpheronSshException {
    try {
      context.terminal().out().println(ForeignPublicKey.read(context.terminal().in()));
      return ExitCode.OK;
    } catch (IOException e) {
      throw new SpheronSshException("cannot read standard input", null, e);
    }
  }

  /** Makes a pair of OpenSSH's format of a private key; prints a public one. */
  int importFrom(Path file, Optional<Path> target, Optional<String> comment)
      throws SpheronSshException {
    if (!PrivateKeyFile.saysItIsOne(file)) {
      refuseTarget(target, file);
      context.terminal().out().println(ForeignPublicKey.read(file));
      return ExitCode.OK;
    }
    Path to =
        target.orElseThrow(
            () ->
                new SpheronSshException(
                    "a private key is written to a file, never printed",
                    "give --to FILE for it, or -y to print its public half"));
    KeyPairFile.checkNew(to); // before anything is asked
    PrivateKeyFile source = PrivateKeyFile.read(file);
    try (OpenedKey key = unlocker.open(source)) {
      PublicKeyLine line = source.commented(key.pair()).publicKey();
      PublicKeyLine named =
          comment.isPresent() ? line.withComment(KeyComment.checked(comment.get())) : line;
      var pair = new SshKeyPair(key.pair().keyPair(), named);
      Optional<char[]> secret = passphrase.insteadOf(key.passphrase(), context);
      KeyPairFile.write(to, pair, secret, rounds);
      new KeyReport(context).made(to, pair, secret.isPresent(), Optional.empty());
      wipeUnlessKept(secret, key);
      return ExitCode.OK;
    }
  }

  /** Writes the private key in the format to a new file. */
  int exportTo(Path target, Path file, KeyFormat format) throws SpheronSshException {
    KeyPairFile.checkNew(target);
    PrivateKeyFile source = PrivateKeyFile.read(file);
    try (OpenedKey key = unlocker.open(source)) {
      Optional<char[]> secret = passphrase.insteadOf(key.passphrase(), context);
      new KeyRewrite(format, rounds).create(target, source.commented(key.pair()), secret);
      new KeyReport(context).exported(target, secret.isPresent(), format);
      wipeUnlessKept(secret, key);
      return ExitCode.OK;
    }
  }

  /** Prints the public key in the format. */
  int export(Path file, KeyFormat format) throws SpheronSshException {
    context.terminal().out().print(format.publicText(publicKey(file)));
    return ExitCode.OK;
  }

  private PublicKeyLine publicKey(Path file) throws SpheronSshException {
    if (!PrivateKeyFile.saysItIsOne(file)) {
      return PublicKeyFile.read(file);
    }
    PrivateKeyFile key = PrivateKeyFile.read(file);
    Optional<PublicKeyLine> shown = key.publicKey();
    if (shown.isPresent()) {
      return shown.get();
    }
    try (OpenedKey opened = unlocker.open(key)) {
      return opened.pair().publicKey();
    }
  }

  private static void refuseTarget(Optional<Path> target, Path file) throws SpheronSshException {
    if (target.isPresent()) {
      throw new SpheronSshException(
          "--to is for private keys, and this is a public one: " + file,
          "leave it out, and send what is printed to a file");
    }
  }

  private static void wipeUnlessKept(Optional<char[]> secret, OpenedKey key) {
    if (!secret.equals(key.passphrase())) {
      secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
    }
  }
}
