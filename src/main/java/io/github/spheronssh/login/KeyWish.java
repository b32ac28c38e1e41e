package io.github.spheronssh.login;

import java.nio.file.Path;
import java.util.List;

/**
 * Which keys the user wants tried.
 *
 * @param given those to try before all others
 * @param certificates files of certificates to try where their key is at hand
 * @param only whether none but these, or the files of the usual names, are tried (IdentitiesOnly)
 */
public record KeyWish(List<GivenKey> given, List<Path> certificates, boolean only) {
  /** Copies the lists. */
  public KeyWish {
    given = List.copyOf(given);
    certificates = List.copyOf(certificates);
  }

  /** Whether the configuration names files: then ssh tries none of the usual names. */
  boolean isConfigured() {
    return given.stream().anyMatch(GivenKey.Configured.class::isInstance);
  }

  /** Nothing in particular. */
  public static KeyWish none() {
    return files(List.of());
  }

  /** These files first. */
  public static KeyWish files(List<Path> files) {
    return new KeyWish(
        files.stream().<GivenKey>map(GivenKey.InFile::new).toList(), List.of(), false);
  }
}
