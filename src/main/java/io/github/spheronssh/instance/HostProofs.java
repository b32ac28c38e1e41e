package io.github.spheronssh.instance;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which keys let whom in on hosts that are no instances, kept in {@code ~/.spheron/hosts}: a line a
 * login, the latest first, at most {@value #MAX_LINES}. Users and hosts stand there hashed with the
 * file's own salt, as in a hashed known_hosts file, and keys by their fingerprint.
 *
 * <p>A login never fails for its sake: what can't be read or written is told, and no more.
 */
public final class HostProofs {
  static final int MAX_LINES = 1000;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final String HEAD = "# what logins of spheron-ssh proved, salted with ";
  private static final int SALT_BYTES = 16;

  private final Path path;
  private final Consumer<String> notes;

  HostProofs(Path path, Consumer<String> notes) {
    this.path = path;
    this.notes = notes;
  }

  /**
   * The user's own.
   *
   * @param notes is told what is wrong with the file
   */
  public static HostProofs of(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    return new HostProofs(environment.spheronFolder().resolve("hosts"), notes);
  }

  /** The keys that this user's logins there succeeded with; changes nothing. */
  public Set<Fingerprint> keys(String user, String host, int port) {
    try {
      List<String> lines = lines(SharedFile.at(path).read(MAX_BYTES).orElse(new byte[0]));
      Optional<String> salt = salt(lines);
      if (salt.isEmpty()) {
        return Set.of();
      }
      String mark = mark(salt.get(), user, host, port);
      return lines.stream()
          .filter(line -> line.startsWith(mark))
          .flatMap(line -> fingerprint(line.substring(mark.length())).stream())
          .collect(Collectors.toUnmodifiableSet());
    } catch (SpheronSshException e) {
      notes.accept("which keys open this host is not known: " + e.getMessage());
      return Set.of();
    }
  }

  /** Keeps that this user's login there succeeded with a key. */
  public void record(String user, String host, int port, Fingerprint key) {
    try {
      SharedFile.at(path)
          .update(
              MAX_BYTES,
              content -> {
                List<String> before = lines(content);
                String salt = salt(before).orElseGet(HostProofs::newSalt);
                String line = mark(salt, user, host, port) + key;
                Stream<String> others =
                    before.stream()
                        .filter(other -> !other.startsWith("#") && !other.equals(line))
                        .limit(MAX_LINES - 1);
                return Stream.concat(Stream.of(HEAD + salt, line), others)
                    .collect(joining("\n", "", "\n"))
                    .getBytes(StandardCharsets.UTF_8);
              });
    } catch (SpheronSshException e) {
      notes.accept("what this login proved could not be kept: " + e.getMessage());
    }
  }

  private static List<String> lines(byte[] content) {
    return new String(content, StandardCharsets.UTF_8).lines().toList();
  }

  private static Optional<String> salt(List<String> lines) {
    return lines.stream()
        .limit(1)
        .filter(line -> line.startsWith(HEAD))
        .map(line -> line.substring(HEAD.length()))
        .findFirst();
  }

  private static String newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }

  /** What a line about this user there begins with. */
  private static String mark(String salt, String user, String host, int port) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String name = "%s %s@[%s]:%d".formatted(salt, user, host, port);
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8))) + " ";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Optional<Fingerprint> fingerprint(String text) {
    try {
      return Optional.of(Fingerprint.parse(text));
    } catch (KeyFormatException e) {
      return Optional.empty(); // edited by hand; it proves nothing
    }
  }
}
