package io.github.spheronssh.authorizedkeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.key.AuthorizedKeysLine;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The text of an authorized_keys file, changed line by line: whatever isn't meant stays to the
 * byte, an unfinished last line included.
 *
 * @param text one character a byte, so that no encoding can change what isn't understood
 */
record KeyLines(String text) {
  /** Whether the key is let in, by a line that sshd takes for a user's. */
  boolean has(PublicKeyLine key) {
    return lines().anyMatch(line -> lets(line, key));
  }

  /**
   * The same with a line for one key at the end for each line of another, with that line's options,
   * since who was limited stays limited; with one line without options where the other has none.
   */
  KeyLines with(PublicKeyLine key, PublicKeyLine like) {
    if (has(key)) {
      return this;
    }
    Set<String> options = new LinkedHashSet<>();
    lines()
        .filter(line -> lets(line, like))
        .flatMap(line -> AuthorizedKeysLine.parse(line).stream())
        .forEach(line -> options.add(line.options()));
    if (options.isEmpty()) {
      options.add("");
    }
    return withLines(
        options.stream().map(each -> (each.isEmpty() ? "" : each + " ") + bytes(key)).toList());
  }

  private static String bytes(PublicKeyLine key) {
    return new String(key.toString().getBytes(UTF_8), ISO_8859_1);
  }

  /** The same with these lines at the end, which is unfinished where it was before. */
  KeyLines withLines(List<String> added) {
    boolean finished = text.isEmpty() || text.endsWith("\n");
    String more = String.join("\n", added);
    return added.isEmpty()
        ? this
        : new KeyLines(finished ? text + more + "\n" : text + "\n" + more);
  }

  /** The same without the lines that let the key in. */
  KeyLines without(PublicKeyLine key) {
    List<String> kept = new ArrayList<>();
    lines().filter(line -> !lets(line, key)).forEach(kept::add);
    boolean finished = text.endsWith("\n");
    String joined = String.join("\n", kept);
    return new KeyLines(kept.isEmpty() || !finished ? joined : joined + "\n");
  }

  /** The lines that let the key in, as they stand. */
  List<String> of(PublicKeyLine key) {
    return lines().filter(line -> lets(line, key)).toList();
  }

  private Stream<String> lines() {
    if (text.isEmpty()) {
      return Stream.of();
    }
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return Stream.of(whole.split("\n", -1));
  }

  private static boolean lets(String line, PublicKeyLine key) {
    Optional<AuthorizedKeysLine> read = AuthorizedKeysLine.parse(line);
    return read.filter(each -> !each.isAuthority() && each.key().sameKeyAs(key)).isPresent();
  }
}
