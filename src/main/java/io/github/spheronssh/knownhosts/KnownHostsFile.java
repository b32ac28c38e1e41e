package io.github.spheronssh.knownhosts;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A known_hosts file that is written to, under a lock. ssh, which doesn't know the lock, writes
 * there too: lines are appended, and a removal reads the file again.
 */
public final class KnownHostsFile {
  private final Path path;
  private final boolean hashes;

  private KnownHostsFile(Path path, boolean hashes) {
    this.path = path;
    this.hashes = hashes;
  }

  /** The file at the given path, which need not be there yet. */
  public static KnownHostsFile at(Path path) {
    return new KnownHostsFile(path, false);
  }

  /** The same, where the names of lines to come are hashed or not (HashKnownHosts). */
  public KnownHostsFile hashing(boolean wanted) {
    return new KnownHostsFile(path, wanted);
  }

  /** Whether what is written there is lost, as in {@code /dev/null}. */
  public boolean forgets() {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Adds a key of a host, with the key's comment, unless another run has done so by now.
   *
   * @param name the host as {@link KnownHosts#name} has it, or its alias
   */
  public void add(String name, PublicKeyLine key) throws FileException {
    SharedFile.at(path)
        .appendLine(KnownHosts.MAXIMUM_SIZE, line(name, key), before -> lacks(before, name, key));
  }

  private boolean lacks(byte[] content, String name, PublicKeyLine key) {
    return KnownHosts.of(path, content).lines(name).stream()
        .noneMatch(line -> line.marker() == Marker.NONE && line.key().sameKeyAs(key));
  }

  /** What this file lacks of the content of another. */
  public MissingLines missing(byte[] other) throws FileException {
    byte[] present = SharedFile.at(path).read(KnownHosts.MAXIMUM_SIZE).orElse(new byte[0]);
    return MissingLines.of(present, other);
  }

  /** Adds lines, each unless another run has done so by now. */
  public void add(MissingLines missing) throws FileException {
    for (String line : missing.lines()) {
      String text = bytes(line);
      SharedFile.at(path)
          .appendLine(
              KnownHosts.MAXIMUM_SIZE,
              line,
              before -> KnownHostsLine.split(before).stream().noneMatch(text::equals));
    }
  }

  /**
   * Drops a host's own keys, and leaves patterns, marked lines, comments and damaged lines as they
   * are; of a line with several names only this name goes.
   *
   * @return how many keys were dropped
   */
  public int forget(String name) throws SpheronSshException {
    return rewrite(name, _ -> true, List.of());
  }

  /**
   * Puts a key in the place of all that the host has of its own, at one stroke: at no time is the
   * host without a pin.
   */
  public void replace(String name, PublicKeyLine key) throws SpheronSshException {
    rewrite(name, _ -> true, List.of(key));
  }

  /** Drops some keys of a host and adds others that it lacks, at one stroke. */
  void update(String name, List<PublicKeyLine> dropped, List<PublicKeyLine> added)
      throws SpheronSshException {
    if (dropped.isEmpty()) {
      for (PublicKeyLine key : added) {
        add(name, key);
      }
      return;
    }
    rewrite(name, key -> dropped.stream().anyMatch(key::sameKeyAs), added);
  }

  private int rewrite(String name, Predicate<PublicKeyLine> goes, List<PublicKeyLine> added)
      throws SpheronSshException {
    int[] dropped = {0};
    SharedFile.at(path)
        .update(
            KnownHosts.MAXIMUM_SIZE,
            content -> {
              var kept = new StringBuilder();
              dropped[0] = 0;
              for (String line : lines(content)) {
                String without = without(line, name, goes);
                dropped[0] += without.equals(line) ? 0 : 1;
                kept.append(without);
              }
              byte[] rest = kept.toString().getBytes(StandardCharsets.ISO_8859_1);
              for (PublicKeyLine key : added) {
                if (lacks(rest, name, key)) {
                  kept.append(kept.isEmpty() || kept.charAt(kept.length() - 1) == '\n' ? "" : "\n");
                  kept.append(bytes(line(name, key))).append('\n');
                }
              }
              return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
            });
    return dropped[0];
  }

  private String line(String name, PublicKeyLine key) {
    return (hashes ? HostPattern.hash(name) : name) + " " + key;
  }

  /** The lines with their ends, each byte a character, so that all that stays, stays the same. */
  private static List<String> lines(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return Arrays.asList(text.split("(?<=\n)", -1));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String without(String line, String name, Predicate<PublicKeyLine> goes) {
    if (!(KnownHostsLine.parse(line.stripTrailing()) instanceof KnownHostsLine.Entry entry)
        || entry.marker() != Marker.NONE
        || !goes.test(entry.key())
        || !HostPattern.matches(entry.hosts(), name)) {
      return line;
    }
    if (HostPattern.isHashed(entry.hosts())) {
      return "";
    }
    var others = new ArrayList<>(Arrays.asList(entry.hosts().split(",", -1)));
    others.removeIf(each -> each.equalsIgnoreCase(name));
    int start = line.indexOf(entry.hosts());
    return others.isEmpty()
        ? ""
        : line.substring(0, start)
            + others.stream().collect(Collectors.joining(","))
            + line.substring(start + entry.hosts().length());
  }
}
