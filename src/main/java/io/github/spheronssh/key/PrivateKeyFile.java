package io.github.spheronssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in a file: OpenSSH's own format, PKCS#1, SEC 1 or PKCS#8, encrypted or not. What
 * needs the passphrase is read only when it is given.
 */
public final class PrivateKeyFile {
  /** An RSA key of 16384 bits takes 13 000 bytes. */
  private static final int LIMIT = 64 * 1024;

  private static final char[] NONE = {};

  private final Path path;
  private final PrivateKeyFormat format;
  private final @Nullable PublicKeyLine publicFile;

  private PrivateKeyFile(Path path, PrivateKeyFormat format, @Nullable PublicKeyLine publicFile) {
    this.path = path;
    this.format = format;
    this.publicFile = publicFile;
  }

  /**
   * Reads the file, at most 64 KiB of it.
   *
   * @throws KeyFileException where it can't be read, or holds no private key of a known kind; the
   *     message says what it holds instead
   */
  public static PrivateKeyFile read(Path path) throws KeyFileException {
    byte[] content = content(path);
    try {
      PrivateKeyFormat format = PrivateKeyParser.parse(new String(content, StandardCharsets.UTF_8));
      PublicKeyLine publicFile = publicFileBeside(path).orElse(null);
      return new PrivateKeyFile(path, format, publicFile);
    } catch (KeyFormatException e) {
      throw inFile(path, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Where the key was read from. */
  public Path path() {
    return path;
  }

  /** Whether {@link #unlock(char[])} needs the passphrase. */
  public boolean isEncrypted() {
    return format.isEncrypted();
  }

  /**
   * The public half, as far as it shows without a passphrase: from the private file itself, else
   * from the {@code .pub} file beside it, whose comment is taken in both cases.
   */
  public Optional<PublicKeyLine> publicKey() {
    Optional<PublicKeyLine> own = format.publicKey();
    if (own.isEmpty()) {
      return Optional.ofNullable(publicFile);
    }
    boolean commented = publicFile != null && publicFile.sameKeyAs(own.get());
    return commented ? Optional.ofNullable(publicFile) : own;
  }

  /**
   * Opens a key that is not encrypted.
   *
   * @throws WrongPassphraseException where it is
   * @throws KeyFileException where the file is damaged
   */
  public SshKeyPair unlock() throws KeyFileException {
    return unlock(NONE);
  }

  /**
   * Opens the key.
   *
   * @param passphrase stays the caller's to wipe; unused where the key is not encrypted
   * @throws WrongPassphraseException where it does not open the key
   * @throws KeyFileException where the file is damaged
   */
  public SshKeyPair unlock(char[] passphrase) throws KeyFileException {
    if (isEncrypted() && passphrase.length == 0) {
      throw new WrongPassphraseException(path);
    }
    try {
      return format.unlock(passphrase).orElseThrow(() -> new WrongPassphraseException(path));
    } catch (KeyFormatException e) {
      throw inFile(path, e);
    }
  }

  /** Names the file and its public half alone. */
  @Override
  public String toString() {
    return path + publicKey().map(key -> " (" + key.fingerprint() + ")").orElse("");
  }

  private static byte[] content(Path path) throws KeyFileException {
    if (Files.isDirectory(path)) {
      throw new KeyFileException("expected a private key, met a folder: " + path, null);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new KeyFileException("expected a private key, met a large file: " + path, null);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new KeyFileException("there is no key file " + path, "spheron-ssh keygen", e);
    } catch (AccessDeniedException e) {
      throw new KeyFileException(
          "cannot read %s: permission denied".formatted(path), "ls -l '%s'".formatted(path), e);
    } catch (IOException e) {
      throw new KeyFileException("cannot read %s: %s".formatted(path, e.getMessage()), null, e);
    }
  }

  /** A missing or foreign public file is no fault of the private one. */
  private static Optional<PublicKeyLine> publicFileBeside(Path path) {
    Path file = KeyPairFile.publicFile(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
      return Optional.of(PublicKeyLine.parse(text));
    } catch (IOException | KeyFormatException e) {
      return Optional.empty();
    }
  }

  private static KeyFileException inFile(Path path, KeyFormatException e) {
    String hint = e.hint().map(text -> text.replace("FILE", path.toString())).orElse(null);
    return new KeyFileException("%s: %s".formatted(path, e.getMessage()), hint, e);
  }
}
