package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.FingerprintHash;
import io.github.spheronssh.key.KeyFormat;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.ListedKey;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.Randomart;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.terminal.Visible;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** What is said of a key, in ssh-keygen's words where it has some. */
final class KeyReport {
  private final Context context;

  KeyReport(Context context) {
    this.context = context;
  }

  /** The lines that end a successful {@code keygen}. */
  void made(Path file, SshKeyPair pair, boolean encrypted, Optional<Path> old)
      throws SpheronSshException {
    if (context.terminal().manner().verbosity() < 0) {
      return;
    }
    PublicKeyLine key = pair.publicKey();
    PrintStream out = context.terminal().out();
    old.ifPresent(path -> out.println("The old key has been kept as " + shown(path)));
    out.println("Your identification has been saved in " + shown(file));
    out.println("Your public key has been saved in " + shown(KeyPairFile.publicFile(file)));
    out.println("The key fingerprint is:");
    out.println(Visible.line((key.fingerprint() + " " + key.comment()).strip()));
    out.println("The key's randomart image is:");
    out.println(Randomart.of(key));
    if (!encrypted) {
      context.terminal().note("the key has no passphrase: whoever can read the file can use it");
    }
  }

  /** The line that ends a successful {@code keygen -e --to}. */
  void exported(Path file, boolean encrypted, KeyFormat format) {
    if (context.terminal().manner().verbosity() >= 0) {
      context.terminal().out().println("Your identification has been saved in " + shown(file));
    }
    if (!encrypted) {
      context.terminal().note("the file has no passphrase: whoever can read it can use the key");
    } else if (format == KeyFormat.PEM) {
      context.terminal().note("the encryption of PEM protects little: -m PKCS8 has a better one");
    }
  }

  /** The line of {@code ssh-keygen -l}. */
  void fingerprint(ListedKey key, FingerprintHash hash) {
    String comment = key.comment().orElse("no comment");
    String line =
        "%d %s %s (%s)".formatted(key.key().bits(), key.fingerprint(hash), comment, key.label());
    context.terminal().out().println(Visible.lines(line));
    if (context.terminal().manner().verbosity() > 0) {
      context.terminal().out().println(key.randomart(hash));
    }
  }

  /** The command that registers the key. */
  String nextStep(Path file) throws SpheronSshException {
    Path usual = context.environment().sshFolder().resolve(KeyKind.ED25519.defaultFileName());
    return file.equals(usual)
        ? "spheron-ssh upload"
        : "spheron-ssh upload " + quoted(KeyPairFile.publicFile(file));
  }

  private String quoted(Path path) {
    String display = context.environment().display(path);
    return display.matches("[A-Za-z0-9~/._+:@-]+")
        ? display
        : "'" + path.toString().replace("'", "'\\''") + "'";
  }

  private static String shown(Path path) {
    return Visible.line(path.toString());
  }
}
