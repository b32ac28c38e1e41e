package io.github.spheronssh.doctor;

import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** What would mend a finding, as data: whoever found it has changed nothing. */
public sealed interface Mending {

  /** A file or folder gets a mode. */
  record Mode(Path path, Set<PosixFilePermission> mode) implements Mending {
    /** Copies the set. */
    public Mode {
      mode = Set.copyOf(mode);
    }
  }

  /** The public half of a key, which is missing beside it, is written. */
  record PublicHalf(Path file, PublicKeyLine line) implements Mending {}

  /** The agent gets a key, whose passphrase is asked for where it has one. */
  record AgentKey(PrivateKeyFile key) implements Mending {}

  /** The account gets a key. */
  record Registration(PublicKeyLine line, String name) implements Mending {}

  /** {@code ~/.ssh/config} includes the instances' Host entries, before all else. */
  record Inclusion(Path config) implements Mending {}

  /**
   * An instance gets another key that opens it.
   *
   * @param instance what the user calls it
   * @param like the key that opens it now, whose options the new line gets
   */
  record AuthorizedKey(String instance, PublicKeyLine line, PublicKeyLine like)
      implements Mending {}

  /** Hosts that are no more lose their keys in a known_hosts file. */
  record Pins(Path file, List<String> names) implements Mending {
    /** Copies the list. */
    public Pins {
      names = List.copyOf(names);
    }
  }
}
