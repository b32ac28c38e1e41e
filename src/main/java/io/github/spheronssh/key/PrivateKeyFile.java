package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in a file: OpenSSH's own format, PKCS#1, SEC 1, PKCS#8 or PuTTY's, encrypted or
 * not. What needs the passphrase is read only when it is given.
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
      PrivateKeyFormat format =
          PrivateKeyParser.parse(new String(content, StandardCharsets.ISO_8859_1));
      PublicKeyLine publicFile = publicFileBeside(path).orElse(null);
      return new PrivateKeyFile(path, format, publicFile);
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Whether a file calls itself a private key in its first words, as every format does.
   *
   * @throws KeyFileException where it can't be read
   */
  public static boolean saysItIsOne(Path path) throws KeyFileException {
    return saysItIsOne(KeyFileContent.start(path));
  }

  /** Whether a file's content is a private key of a known kind, encrypted or not. */
  public static boolean isOne(byte[] content) {
    try {
      PrivateKeyParser.parse(new String(content, StandardCharsets.ISO_8859_1));
      return true;
    } catch (KeyFormatException e) {
      return false;
    }
  }

  static boolean saysItIsOne(String start) {
    return start.contains("PRIVATE KEY-----")
        || start.contains("PRIVATE KEY ----")
        || start.startsWith(PuttyFormat.BEGIN);
  }

  /** Whether the format is PuTTY's, which ssh does not read. */
  public boolean isOfPutty() {
    return format instanceof PuttyFormat;
  }

  /** Whether the format is one of OpenSSL's, which hold nothing but the key. */
  public boolean isPem() {
    return format instanceof PemFormat;
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
   * The public half as {@code ssh-keygen -l} shows it, a {@code .pub} file without a comment by its
   * name; empty where only the passphrase shows it.
   *
   * @throws KeyFileException where the file is damaged
   */
  public Optional<ListedKey> listed() throws KeyFileException {
    Optional<PublicKeyLine> shown = publicKey();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> comment = Optional.of(shown.get().comment());
    if (publicFile != null && publicFile.sameKeyAs(shown.get())) {
      comment = comment.filter(text -> !text.isEmpty()).or(this::publicFileName);
    } else if (isEncrypted() || format instanceof PemFormat) {
      comment = comment.filter(text -> !text.isEmpty());
    } else {
      comment = Optional.of(unlock().publicKey().comment());
    }
    return Optional.of(new ListedKey(shown.get(), false, comment));
  }

  /**
   * The key as it is to be written again: with the comment of the {@code .pub} file beside it where
   * it has none of its own, as in a format that holds none.
   */
  public SshKeyPair commented(SshKeyPair opened) {
    boolean silent = opened.publicKey().comment().isEmpty();
    return silent && publicFile != null && publicFile.sameKeyAs(opened.publicKey())
        ? new SshKeyPair(opened.keyPair(), publicFile)
        : opened;
  }

  private Optional<String> publicFileName() {
    return Optional.of(KeyPairFile.publicFile(path).toString());
  }

  /** The format that it is written in again where another is not asked for. */
  public KeyFormat format() {
    return switch (format) {
      case PuttyFormat putty -> putty.version() == 2 ? KeyFormat.PPK2 : KeyFormat.PPK;
      case OpenSshFormat _, PemFormat _ -> KeyFormat.RFC4716;
    };
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
