package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.KeyChoiceException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which key of this machine a word means: a file, a file's name in ~/.ssh, a key of the account.
 */
record KeyChoice(Environment environment) {
  /**
   * The private key that is meant; ssh's first default key where nothing is said.
   *
   * @throws KeyChoiceException where the account's key is on another machine
   */
  PrivateKeyFile file(@Nullable String word, AccountKeys account) throws SpheronSshException {
    KeyRing ring = KeyRing.read(environment.sshFolder());
    if (word == null) {
      return ring.defaultKey()
          .orElseThrow(
              () ->
                  new KeyFileException(
                      "no default key: expected id_ed25519, id_ecdsa or id_rsa in ~/.ssh",
                      "name the key, or make one: spheron-ssh keygen"));
    }
    Path named = environment.sshFolder().resolve(word);
    if (word.indexOf('/') >= 0 || word.indexOf(File.separatorChar) >= 0) {
      return PrivateKeyFile.read(environment.resolve(word));
    }
    if (Files.isRegularFile(named)) {
      return PrivateKeyFile.read(named);
    }
    RegisteredKey chosen = account.choose(word);
    return chosen
        .line()
        .flatMap(ring::find)
        .orElseThrow(
            () ->
                new KeyChoiceException(
                    "the private half of %s (%s) is not in ~/.ssh"
                        .formatted(chosen.name(), chosen.id()),
                    "do this on the machine that has it, or give its file"));
  }
}
