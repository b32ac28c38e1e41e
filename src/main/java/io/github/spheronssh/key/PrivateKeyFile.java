package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in a file: OpenSSH's own format, PKCS#1, SEC 1 or PKCS#8, encrypted or not. What
 * needs the passphrase is read only when it is given.
 */
public final class PrivateKeyFile {
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
    byte[] content = KeyFileContent.read(path, "private key");
    try {
      PrivateKeyFormat format = PrivateKeyParser.parse(new String(content, StandardCharsets.UTF_8));
      PublicKeyLine publicFile = publicFileBeside(path).orElse(null);
      return new PrivateKeyFile(path, format, publicFile);
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
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
      throw KeyFileContent.fault(path, e);
    }
  }

  /** Names the file and its public half alone. */
  @Override
  public String toString() {
    return path + publicKey().map(key -> " (" + key.fingerprint() + ")").orElse("");
  }

  /** A missing or foreign public file is no fault of the private one. */
  private static Optional<PublicKeyLine> publicFileBeside(Path path) {
    Path file = KeyPairFile.publicFile(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PublicKeyFile.read(file));
    } catch (KeyFileException e) {
      return Optional.empty();
    }
  }
}
