package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.ring.KeyNotes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key pair; with {@code -y} or {@code -l} tells about one that is there. */
@Command(name = "keygen", description = "Make a key pair, or look at one.")
final class KeygenCommand implements Callable<Integer> {
  private final Context context;

  @Mixin OutputOptions output = new OutputOptions();
  @Mixin NewPassphrase passphrase = new NewPassphrase();
  @Mixin KeyFileOptions place = new KeyFileOptions();

  @Option(names = "-b", paramLabel = "BITS", description = "The key's size.")
  Optional<Integer> bits = Optional.empty();

  @Option(
      names = "-C",
      paramLabel = "COMMENT",
      description = "What stands after the public key (default: user@host).")
  Optional<String> comment = Optional.empty();

  @Option(
      names = {"-a", "--rounds"},
      paramLabel = "N",
      description = "How often the passphrase is stretched (default: ${DEFAULT-VALUE}).")
  int rounds = KeyPairFile.DEFAULT_ROUNDS;

  @Option(names = "--force-weak", description = "Allow an rsa key of 2048 bits.")
  boolean weakAllowed;

  @Option(names = "--force", description = "Replace a pair; the old one is kept beside it.")
  boolean force;

  @Option(names = "-y", description = "Print the public key of a private key file.")
  boolean printPublic;

  @Option(names = "-l", description = "Print the fingerprint of a key file; with -v the randomart.")
  boolean printFingerprint;

  KeygenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Path file = place.file(context.environment());
    if (printPublic || printFingerprint) {
      var reader = new KeyReader(context, passphrase.file);
      return printPublic ? reader.printPublicKey(file) : reader.printFingerprint(file);
    }
    return make(file);
  }

  private int make(Path file) throws SpheronSshException {
    if (!force) {
      KeyPairFile.checkNew(file); // before anything is asked
    }
    String text = KeyComment.of(comment, context.environment());
    KeyKind kind = place.kind;
    SshKeyPair pair =
        new KeyGenerator().generate(kind, bits.orElse(kind.defaultBits()), weakAllowed, text);
    Optional<char[]> secret = passphrase.choose(context);
    try {
      Optional<Path> old = Optional.empty();
      if (force) {
        old = KeyPairFile.replace(file, pair, secret, rounds);
      } else {
        KeyPairFile.write(file, pair, secret, rounds);
      }
      KeyNotes.of(context.environment()).record(pair.publicKey(), Instant.now());
      new KeyReport(context).made(file, pair, secret.isPresent(), old);
      return ExitCode.OK;
    } finally {
      secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
    }
  }
}
