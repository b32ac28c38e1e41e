package io.github.spheronssh.knownhosts;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A known_hosts file that is written to, one line at a time and under a lock. ssh, which doesn't
 * know the lock, writes there too: lines are appended, and a removal reads the file again.
 */
public final class KnownHostsFile {
  private final Path path;

  private KnownHostsFile(Path path) {
    this.path = path;
  }

  /** The file at the given path, which need not be there yet. */
  public static KnownHostsFile at(Path path) {
    return new KnownHostsFile(path);
  }

  /**
   * Adds a key of a host, with the key's comment.
   *
   * @param name the host as {@link KnownHosts#name} or {@link HostTrust#alias} has it
   */
  public void add(String name, PublicKeyLine key) throws FileException {
    SharedFile.at(path).appendLine(name + " " + key);
  }

  /**
   * Drops a host's own keys, and leaves patterns, marked lines, comments and damaged lines as they
   * are; of a line with several names only this name goes.
   *
   * @return how many keys were dropped
   */
  public int forget(String name) throws SpheronSshException {
    return rewrite(name, "");
  }

  /**
   * Puts a key in the place of all that the host has of its own, at one stroke: at no time is the
   * host without a pin.
   */
  public void replace(String name, PublicKeyLine key) throws SpheronSshException {
    rewrite(name, name + " " + key + "\n");
  }

  private int rewrite(String name, String added) throws SpheronSshException {
    int[] dropped = {0};
    SharedFile.at(path)
        .update(
            KnownHosts.MAXIMUM_SIZE,
            content -> {
              List<String> kept = new ArrayList<>();
              dropped[0] = 0;
              for (String line : lines(content)) {
                String without = without(line, name);
                dropped[0] += without.equals(line) ? 0 : 1;
                kept.add(without);
              }
              String rest = String.join("", kept);
              boolean finished = added.isEmpty() || rest.isEmpty() || rest.endsWith("\n");
              return (rest + (finished ? "" : "\n") + added).getBytes(StandardCharsets.ISO_8859_1);
            });
    return dropped[0];
  }

  /** The lines with their ends, each byte a character, so that all that stays, stays the same. */
  private static List<String> lines(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return Arrays.asList(text.split("(?<=\n)", -1));
  }

  private static String without(String line, String name) {
    if (!(KnownHostsLine.parse(line.stripTrailing()) instanceof KnownHostsLine.Entry entry)
        || entry.marker() != Marker.NONE
        || !HostPattern.matches(entry.hosts(), name)) {
      return line;
    }
    if (HostPattern.isHashed(entry.hosts())) {
      return "";
    }
    List<String> names = Arrays.asList(entry.hosts().split(",", -1));
    String others =
        names.stream()
            .filter(each -> !each.equalsIgnoreCase(name))
            .collect(Collectors.joining(","));
    return others.isEmpty() ? "" : line.replace(entry.hosts(), others);
  }
}
