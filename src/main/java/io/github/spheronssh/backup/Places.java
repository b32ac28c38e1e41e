package io.github.spheronssh.backup;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the files of a backup belong. Their names in it are such that {@code tar -x} in the home
 * folder puts them there as well.
 *
 * @param sshFolder {@code ~/.ssh}
 * @param spheronFolder {@code ~/.spheron}, or what is used in its place
 */
record Places(Path sshFolder, Path spheronFolder) {
  static final String KEYS = ".ssh/";
  static final String STATE = ".spheron/";
  static final String KNOWN_HOSTS = STATE + "known_hosts";

  /** In bytes; the same as whoever reads a key file takes. */
  static final int LARGEST_KEY = 64 * 1024;

  /** In bytes, of the whole archive. */
  static final int LARGEST = 32 * 1024 * 1024;

  /** The program's own files that are kept, and the most bytes of each that their readers take. */
  static final Map<String, Integer> STATE_FILES =
      Map.of(
          STATE + "ssh.properties",
          64 * 1024,
          STATE + "keys.json",
          1024 * 1024,
          STATE + "ledger.json",
          8 * 1024 * 1024,
          KNOWN_HOSTS,
          16 * 1024 * 1024);

  /** What ssh and sshd act upon in that folder: no name for a key. */
  private static final Set<String> OF_SSH =
      Set.of("config", "authorized_keys", "authorized_keys2", "known_hosts", "environment", "rc");

  static Places of(Environment environment) throws SpheronSshException {
    return new Places(environment.sshFolder(), environment.spheronFolder());
  }

  /** Where a file belongs; nowhere if a backup of ours has none of that name. */
  Optional<Path> place(String name) {
    if (STATE_FILES.containsKey(name)) {
      return Optional.of(spheronFolder.resolve(name.substring(STATE.length())));
    }
    String key = name.startsWith(KEYS) ? name.substring(KEYS.length()) : "";
    return isKeyName(key) ? Optional.of(sshFolder.resolve(key)) : Optional.empty();
  }

  private static boolean isKeyName(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 127)
        && !OF_SSH.contains(name);
  }
}
