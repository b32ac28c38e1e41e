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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What saves round trips with hosts that were met before, kept in {@code ~/.spheron/hosts}: which
 * key files let whom in, and which algorithms a server names first. It has a line for each, the
 * latest first, at most {@value #MAX_LINES}. Users and hosts stand there hashed with the file's own
 * salt, as in a hashed known_hosts file, and keys by their fingerprint.
 *
 * <p>A login never fails for its sake: what can't be read or written is told, and no more.
 */
public final class HostMemory {
  static final int MAX_LINES = 1000;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final String HEAD = "# what logins of spheron-ssh proved, salted with ";
  private static final int SALT_BYTES = 16;

  /** Two names of algorithms (RFC 4251, 6). */
  private static final Pattern CHOICES = Pattern.compile("([!-+\\--~]{1,64}) ([!-+\\--~]{1,64})");

  private final Path path;
  private final Consumer<String> notes;

  HostMemory(Path path, Consumer<String> notes) {
    this.path = path;
    this.notes = notes;
  }

  /**
   * The user's own.
   *
   * @param notes is told what is wrong with the file
   */
  public static HostMemory of(Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    return new HostMemory(environment.spheronFolder().resolve("hosts"), notes);
  }

  /** The keys that this user's logins there succeeded with; changes nothing. */
  public Set<Fingerprint> keys(String user, String host, int port) {
    return told(login(user, host, port))
        .flatMap(text -> fingerprint(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Keeps that this user's login there succeeded with a key. */
  public void record(String user, String host, int port, Fingerprint key) {
    String text = key.toString();
    change(login(user, host, port), text, text::equals);
  }

  /**
   * The algorithms that a host named first; changes nothing.
   *
   * @param name what the host's key is known by
   */
  public Optional<FirstChoices> firstChoices(String name) {
    return told(algorithms(name))
        .map(CHOICES::matcher)
        .filter(Matcher::matches)
        .map(match -> new FirstChoices(match.group(1), match.group(2)))
        .findFirst();
  }

  /** Keeps the algorithms that a host named first, in the place of those that it named before. */
  public void record(String name, FirstChoices choices) {
    String text = choices.keyExchange() + " " + choices.hostKey();
    if (CHOICES.matcher(text).matches()) {
      change(algorithms(name), text, _ -> true);
    }
  }

  /** Forgets which algorithms a host named first. */
  public void forgetChoices(String name) {
    change(algorithms(name), "", _ -> true);
  }

  private static String login(String user, String host, int port) {
    return "login %s@[%s]:%d".formatted(user, host, port);
  }

  private static String algorithms(String name) {
    return "algorithms " + name;
  }

  private Stream<String> told(String subject) {
    try {
      List<String> lines = lines(SharedFile.at(path).read(MAX_BYTES).orElse(new byte[0]));
      Optional<String> mark = salt(lines).map(salt -> mark(salt, subject));
      return mark.stream()
          .flatMap(
              each ->
                  lines.stream()
                      .filter(line -> line.startsWith(each))
                      .map(line -> line.substring(each.length())));
    } catch (SpheronSshException e) {
      notes.accept("what earlier logins proved of this host is not known: " + e.getMessage());
      return Stream.empty();
    }
  }

  /** Puts a text, unless it is empty, in the place of others about a subject. */
  private void change(String subject, String text, Predicate<String> replaced) {
    try {
      SharedFile.at(path)
          .update(
              MAX_BYTES,
              content -> {
                List<String> before = lines(content);
                String salt = salt(before).orElseGet(HostMemory::newSalt);
                String mark = mark(salt, subject);
                Stream<String> others =
                    before.stream()
                        .filter(line -> !line.startsWith("#"))
                        .filter(
                            line ->
                                !line.startsWith(mark)
                                    || !replaced.test(line.substring(mark.length())))
                        .limit(MAX_LINES - 1);
                Stream<String> latest = text.isEmpty() ? Stream.of() : Stream.of(mark + text);
                return Stream.of(Stream.of(HEAD + salt), latest, others)
                    .flatMap(each -> each)
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

  /** What a line about a subject begins with. */
  private static String mark(String salt, String subject) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] salted = (salt + " " + subject).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(salted)) + " ";
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
