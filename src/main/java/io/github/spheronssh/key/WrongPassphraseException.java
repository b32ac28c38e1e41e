package io.github.spheronssh.key;

import java.nio.file.Path;

/** A private key file that the given passphrase does not open. */
public final class WrongPassphraseException extends KeyFileException {
  private static final long serialVersionUID = 1L;

  /** Names the file. */
  public WrongPassphraseException(Path file) {
    super(
        "the passphrase does not open " + file,
        "try again; a key whose passphrase is lost is replaced by a new one: spheron-ssh keygen");
  }
}
