package io.github.spheronssh.account;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.KeyRing;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The public key that a user wants registered.
 *
 * @param name what to call it: its comment, else the name of its file, else its fingerprint
 */
public record OfferedKey(PublicKeyLine line, String name) {
  private static final int LIMIT = 64 * 1024;
  private static final Pattern LINE =
      Pattern.compile("(ssh|ecdsa|sk)-\\S+\\s+\\S.*", Pattern.DOTALL);

  /**
   * The key that a word names: a path, the line itself, or {@code -} for standard input.
   *
   * @throws SpheronSshException unless there is exactly one public key
   */
  public static OfferedKey of(String word, InputStream in, Environment environment)
      throws SpheronSshException {
    if (word.equals("-")) {
      return of(parse(read(in), "standard input"));
    }
    return LINE.matcher(word.strip()).matches()
        ? of(parse(word, "the argument"))
        : inFile(environment.resolve(word), environment);
  }

  /**
   * The key that ssh itself would try first.
   *
   * @throws SpheronSshException if {@code ~/.ssh} holds none, or its public half can't be told
   */
  public static OfferedKey standard(Environment environment) throws SpheronSshException {
    PrivateKeyFile key =
        KeyRing.read(environment.sshFolder())
            .defaultKey()
            .orElseThrow(
                () ->
                    new KeyFileException(
                        "no default key: expected id_ed25519, id_ecdsa or id_rsa in ~/.ssh",
                        "spheron-ssh keygen, or name the file: spheron-ssh upload FILE.pub"));
    Path publicFile = KeyPairFile.publicFile(key.path());
    if (Files.exists(publicFile)) {
      return inFile(publicFile, environment); // it has the comment, which an encrypted key hides
    }
    return key.publicKey()
        .map(line -> named(line, key.path()))
        .orElseThrow(
            () ->
                new KeyFileException(
                    "%s hides its public half, and there is no %s"
                        .formatted(environment.display(key.path()), publicFile.getFileName()),
                    "ssh-keygen -y -f '%s' > '%s'".formatted(key.path(), publicFile)));
  }

  private static OfferedKey inFile(Path path, Environment environment) throws SpheronSshException {
    byte[] content =
        SharedFile.at(path)
            .read(LIMIT)
            .orElseThrow(
                () ->
                    new KeyFileException(
                        "no public key: there is no file " + environment.display(path),
                        "spheron-ssh keygen makes a key; ls ~/.ssh/*.pub shows those you have"));
    String text = new String(content, StandardCharsets.UTF_8);
    try {
      return named(PublicKeyLine.parse(text), path);
    } catch (KeyFormatException e) {
      String hint =
          Files.exists(KeyPairFile.publicFile(path))
              ? "spheron-ssh upload '" + environment.display(KeyPairFile.publicFile(path)) + "'"
              : e.hint().orElse(null);
      throw new KeyFileException(environment.display(path) + ": " + e.getMessage(), hint);
    }
  }

  private static PublicKeyLine parse(String text, String where) throws KeyFileException {
    try {
      return PublicKeyLine.parse(text);
    } catch (KeyFormatException e) {
      throw new KeyFileException(where + ": " + e.getMessage(), e.hint().orElse(null));
    }
  }

  private static String read(InputStream in) throws KeyFileException {
    try {
      byte[] content = in.readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new KeyFileException("standard input: expected a public key, met more text", null);
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeyFileException("cannot read standard input: " + e.getMessage(), null, e);
    }
  }

  private static OfferedKey of(PublicKeyLine line) {
    boolean unnamed = line.comment().isBlank();
    return new OfferedKey(line, unnamed ? line.fingerprint().toString() : line.comment().strip());
  }

  private static OfferedKey named(PublicKeyLine line, Path path) {
    String file = String.valueOf(path.getFileName()).replaceFirst("\\.pub$", "");
    return line.comment().isBlank() ? new OfferedKey(line, file) : of(line);
  }
}
