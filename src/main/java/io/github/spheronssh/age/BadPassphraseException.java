package io.github.spheronssh.age;

/** The passphrase doesn't open the file. Of one whose first lines were changed the same is seen. */
public final class BadPassphraseException extends AgeException {
  private static final long serialVersionUID = 1L;

  BadPassphraseException() {
    super("wrong passphrase, or the start of the file is damaged", null);
  }
}
