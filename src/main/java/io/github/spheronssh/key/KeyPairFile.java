package io.github.spheronssh.key;

import java.nio.file.Path;

/** A private key file and the public one beside it, which has the same name and {@code .pub}. */
public final class KeyPairFile {
  private KeyPairFile() {}

  /** The name of the public file that belongs to a private one. */
  public static Path publicFile(Path privateFile) {
    return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
  }
}
