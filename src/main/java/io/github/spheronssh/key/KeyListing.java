package io.github.spheronssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The public keys in text of many lines: {@code .pub} files, certificates, known_hosts,
 * authorized_keys. It finds those that {@code ssh-keygen -l} finds, with the comments that that one
 * shows: what follows a key, else the host names or options before it.
 */
public final class KeyListing {
  /** A known_hosts file of 100 000 hosts. */
  private static final int LIMIT = 32 * 1024 * 1024;

  private KeyListing() {}

  /**
   * The keys of a file, at most 32 MiB of it; of a private one the public half. Empty where that is
   * a private key that shows its public half to nobody without its passphrase.
   *
   * @throws KeyFileException where the file can't be read or holds no key; says what it holds
   */
  public static List<ListedKey> read(Path path) throws KeyFileException {
    if (PrivateKeyFile.saysItIsOne(path)) {
      return PrivateKeyFile.read(path).listed().stream().toList();
    }
    byte[] content = KeyFileContent.read(path, "key", LIMIT);
    try {
      return parse(new String(content, StandardCharsets.UTF_8));
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
    }
  }

  /**
   * The public keys of a stream, at most 32 MiB of it.
   *
   * @throws KeyFormatException where there is none; the message never repeats what was there
   */
  public static List<ListedKey> read(InputStream stream) throws IOException, KeyFormatException {
    byte[] content = stream.readNBytes(LIMIT + 1);
    if (content.length > LIMIT) {
      throw new KeyFormatException("expected public keys, met more than 32 MiB");
    }
    return parse(new String(content, StandardCharsets.UTF_8));
  }

  static List<ListedKey> parse(String text) throws KeyFormatException {
    var keys = new ArrayList<ListedKey>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String content = stripStart(line);
      if (!content.startsWith("#")) {
        key(content).ifPresent(keys::add);
      }
    }
    if (keys.isEmpty()) {
      throw noKey(text);
    }
    return List.copyOf(keys);
  }

  /** A key alone, else one behind a word, in which quoted spaces end nothing. */
  private static Optional<ListedKey> key(String line) {
    Optional<ListedKey> bare = key(line, Optional.empty());
    int end = wordEnd(line);
    if (bare.isPresent() || end == line.length()) {
      return bare;
    }
    return key(stripStart(line.substring(end)), Optional.of(line.substring(0, end)));
  }

  private static Optional<ListedKey> key(String text, Optional<String> before) {
    String[] words = text.split("[ \t]+", 3);
    if (words.length < 2 || !KeyTypes.looksLikeOne(words[0])) {
      return Optional.empty();
    }
    String after = words.length > 2 ? words[2] : "";
    Optional<String> comment =
        after.isEmpty() || after.startsWith("#") ? before : Optional.of(after);
    try {
      byte[] blob = Base64.getDecoder().decode(words[1]);
      if (!Certificate.typeOf(blob).equals(words[0])) {
        return Optional.empty();
      }
      boolean certified = Certificate.isTypeOfOne(words[0]);
      PublicKeyLine key = certified ? Certificate.of(blob).key() : PublicKeyLine.of(blob, "");
      return Optional.of(new ListedKey(key, certified, comment));
    } catch (IllegalArgumentException | KeyFormatException _) {
      return Optional.empty(); // a line of another kind, as a file of many may have them
    }
  }

  private static int wordEnd(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '\\' && line.startsWith("\"", i + 1)) {
        i++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (!quoted && (letter == ' ' || letter == '\t')) {
        return i;
      }
    }
    return line.length();
  }

  private static String stripStart(String line) {
    int start = 0;
    while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    return line.substring(start);
  }

  /** Where it reads like one key that can't be taken, why it can't. */
  private static KeyFormatException noKey(String text) {
    try {
      PublicKeyLine.parse(text);
    } catch (KeyFormatException e) {
      return e;
    }
    return new KeyFormatException("expected a public key, met something else");
  }
}
