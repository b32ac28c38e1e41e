package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFormat;
import io.github.spheronssh.key.KeyRewrite;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.terminal.Visible;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** {@code keygen -p} and {@code keygen -c}: a key file written again, in ssh-keygen's words. */
final class KeyChange {
  private final Context context;
  private final KeyUnlocker unlocker;
  private final Optional<KeyFormat> format;
  private final int rounds;

  /** Writes the format, or where there is none the file's own as {@link PrivateKeyFile} has it. */
  KeyChange(Context context, KeyUnlocker unlocker, Optional<KeyFormat> format, int rounds) {
    this.context = context;
    this.unlocker = unlocker;
    this.format = format;
    this.rounds = rounds;
  }

  int passphrase(Path file, NewPassphrase wanted) throws SpheronSshException {
    PrivateKeyFile old = PrivateKeyFile.read(file);
    try (OpenedKey key = unlocker.open(old)) {
      SshKeyPair pair = old.commented(key.pair());
      Optional<char[]> secret = wanted.another(context);
      try {
        rewrite(old).replace(file, pair, secret);
      } finally {
        secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
      }
      String comment = pair.publicKey().comment();
      if (!comment.isEmpty()) {
        say("Key has comment '%s'".formatted(comment));
      }
      say("Your identification has been saved with the new passphrase.");
      return ExitCode.OK;
    }
  }

  int comment(Path file, Optional<String> given) throws SpheronSshException {
    PrivateKeyFile old = PrivateKeyFile.read(file);
    if (!old.format().holdsComment() || old.isPem()) {
      throw new SpheronSshException(
          "PEM and PKCS#8 hold no comment: " + Visible.line(file.toString()),
          "keygen -p brings the file to OpenSSH's format, which does");
    }
    try (OpenedKey key = unlocker.open(old)) {
      String before = key.pair().publicKey().comment();
      say(before.isEmpty() ? "No existing comment" : "Old comment: " + before);
      String comment = given.isPresent() ? given.get() : ask();
      PublicKeyLine line = key.pair().publicKey().withComment(KeyComment.checked(comment));
      rewrite(old).replace(file, new SshKeyPair(key.pair().keyPair(), line), key.passphrase());
      if (!KeyRewrite.publish(file, line)) {
        context.terminal().note("the public file beside it is of another key, and was left alone");
      }
      say(
          line.comment().isEmpty()
              ? "Comment removed"
              : "Comment '%s' applied".formatted(line.comment()));
      return ExitCode.OK;
    }
  }

  private String ask() throws SpheronSshException {
    return context.terminal().ask("New comment: ", "give -C COMMENT");
  }

  private KeyRewrite rewrite(PrivateKeyFile old) {
    return new KeyRewrite(format.orElse(old.format()), rounds);
  }

  private void say(String text) {
    PrintStream out = context.terminal().out();
    if (context.terminal().manner().verbosity() >= 0) {
      out.println(Visible.line(text));
    }
  }
}
