package io.github.spheronssh.knownhosts;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a host's own list of its keys changes in the user's files (ssh_config(5), UpdateHostKeys).
 *
 * @param name the host as known_hosts has it
 * @param fresh keys of the list that the files lack; the host has yet to prove them
 * @param gone keys in the files that the list has no more
 */
public record HostKeyUpdate(String name, List<PublicKeyLine> fresh, List<PublicKeyLine> gone) {
  private static final int NAMES_THAT_SSH_WRITES = 2;

  /** Copies the lists. */
  public HostKeyUpdate {
    fresh = List.copyOf(fresh);
    gone = List.copyOf(gone);
  }

  /**
   * Works out the change. There is none where the host stands in lines that a person has to have
   * made (patterns, markers, more than two names), or where a key that would go is also known under
   * another name.
   *
   * @param offered the host's whole list
   */
  public static Optional<HostKeyUpdate> of(
      KnownHosts known, String name, List<PublicKeyLine> offered) {
    List<KnownHost> lines = known.lines(name);
    if (lines.stream().anyMatch(HostKeyUpdate::isMadeByHand)) {
      return Optional.empty();
    }
    List<PublicKeyLine> present = lines.stream().map(KnownHost::key).toList();
    List<PublicKeyLine> fresh = without(offered, present);
    List<PublicKeyLine> gone = without(present, offered);
    boolean shared =
        gone.stream()
            .flatMap(key -> known.linesWith(key).stream())
            .anyMatch(l -> !lines.contains(l));
    return shared || (fresh.isEmpty() && gone.isEmpty())
        ? Optional.empty()
        : Optional.of(new HostKeyUpdate(name, fresh, gone));
  }

  private static boolean isMadeByHand(KnownHost line) {
    String hosts = line.hosts();
    return line.marker() != Marker.NONE
        || hosts.contains("*")
        || hosts.contains("?")
        || hosts.split(",", -1).length > NAMES_THAT_SSH_WRITES;
  }

  private static List<PublicKeyLine> without(List<PublicKeyLine> keys, List<PublicKeyLine> others) {
    return keys.stream().filter(key -> others.stream().noneMatch(key::sameKeyAs)).toList();
  }

  /**
   * Writes the change: new keys go into the first of the files, old ones go out of all.
   *
   * @param comment what is said of the new keys
   */
  public void write(List<Path> files, boolean hashes, String comment) throws SpheronSshException {
    var added = new ArrayList<PublicKeyLine>();
    fresh.forEach(key -> added.add(key.withComment(comment)));
    for (Path file : files) {
      KnownHostsFile.at(file).hashing(hashes).update(name, gone, added);
      added.clear();
    }
  }
}
