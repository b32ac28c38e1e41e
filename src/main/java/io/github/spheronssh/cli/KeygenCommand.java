package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.key.FingerprintHash;
import io.github.spheronssh.key.KeyFormat;
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

/** Makes a key pair; by ssh-keygen's letters looks at one, changes or converts it. */
@Command(name = "keygen", description = "Make a key pair, or look at, change or convert one.")
final class KeygenCommand implements Callable<Integer> {
  private final Context context;

  @Mixin OutputOptions output = new OutputOptions();
  @Mixin NewPassphrase passphrase = new NewPassphrase();
  @Mixin KeyFileOptions place = new KeyFileOptions();
  @Mixin KeygenTask task = new KeygenTask();
  @Mixin AgentAddition addition = new AgentAddition();
  @Mixin KeyUpload upload = new KeyUpload();

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

  @Option(
      names = "-m",
      paramLabel = "FORMAT",
      description =
          "The format to write: RFC4716 (OpenSSH's own for private keys), PKCS8, PEM, PPK or PPK2;"
              + " -i recognises what it reads.")
  Optional<KeyFormat> format = Optional.empty();

  @Option(
      names = "-E",
      paramLabel = "HASH",
      description = "The hash of -l: SHA256 (the default), MD5, SHA1, SHA384 or SHA512.")
  FingerprintHash hash = FingerprintHash.SHA256;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The new file that -i or -e writes a private key to.")
  Optional<String> target = Optional.empty();

  KeygenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    KeygenTask.Kind kind = task.kind();
    check(kind);
    var unlocker = new KeyUnlocker(context, passphrase.file);
    return switch (kind) {
      case MAKE -> make(file());
      case PRINT_PUBLIC -> new KeyReader(context, unlocker).printPublicKey(file());
      case PRINT_FINGERPRINT -> {
        var reader = new KeyReader(context, unlocker);
        yield place.isStandardInput()
            ? reader.printFingerprints(hash)
            : reader.printFingerprints(file(), hash);
      }
      case CHANGE_PASSPHRASE -> change(unlocker).passphrase(file(), passphrase);
      case CHANGE_COMMENT -> change(unlocker).comment(file(), comment);
      case IMPORT -> {
        var conversion = new KeyConversion(context, unlocker, passphrase, rounds);
        yield place.isStandardInput()
            ? conversion.importFromInput()
            : conversion.importFrom(file(), targetFile(), comment);
      }
      case EXPORT -> {
        var conversion = new KeyConversion(context, unlocker, passphrase, rounds);
        KeyFormat wanted = format.orElse(KeyFormat.RFC4716);
        yield target.isPresent()
            ? conversion.exportTo(targetFile().orElseThrow(), file(), wanted)
            : conversion.export(file(), wanted);
      }
    };
  }

  /** What would be left undone is refused. */
  private void check(KeygenTask.Kind kind) throws SpheronSshException {
    boolean makes = kind == KeygenTask.Kind.MAKE;
    passphrase.check(!makes);
    if (target.isPresent() && kind != KeygenTask.Kind.IMPORT && kind != KeygenTask.Kind.EXPORT) {
      throw new SpheronSshException("--to is for -i and -e", "-f names the file");
    }
    if (addition.isAsked() && !makes) {
      throw new SpheronSshException("--add is for new keys", "ssh-add FILE adds one that is there");
    }
    if (upload.isAsked() && !makes) {
      throw new SpheronSshException(
          "--upload is for new keys", "spheron-ssh upload FILE.pub registers one that is there");
    }
    if (kind == KeygenTask.Kind.CHANGE_COMMENT && format.isPresent()) {
      throw new SpheronSshException("-m is for -p and -e", "leave -m out: the format stays");
    }
    if (makes && format.isPresent() && format.get() != KeyFormat.RFC4716) {
      throw new SpheronSshException(
          "new keys are written in OpenSSH's format",
          "spheron-ssh keygen -e -m %s --to FILE makes a copy in that one".formatted(format.get()));
    }
  }

  private Path file() throws SpheronSshException {
    if (place.isStandardInput()) {
      throw new SpheronSshException(
          "standard input is read by -l and -i alone", "give -f FILE with the name of a file");
    }
    return place.file(context.environment());
  }

  private Optional<Path> targetFile() throws SpheronSshException {
    return target.isPresent()
        ? Optional.of(context.environment().resolve(target.get()))
        : Optional.empty();
  }

  private KeyChange change(KeyUnlocker unlocker) {
    return new KeyChange(context, unlocker, format, rounds);
  }

  private int make(Path file) throws SpheronSshException {
    if (!force) {
      KeyPairFile.checkNew(file); // before anything is asked
    }
    Optional<SshAgent> agent = addition.agent(context);
    Optional<SpheronApi> service = upload.service(context);
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
      if (agent.isPresent()) {
        addition.add(agent.get(), file, pair, context);
      }
      if (service.isPresent()) {
        upload.register(service.get(), file, context);
      } else {
        context.terminal().note("next: " + new KeyReport(context).nextStep(file));
      }
      return ExitCode.OK;
    } finally {
      secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
    }
  }
}
