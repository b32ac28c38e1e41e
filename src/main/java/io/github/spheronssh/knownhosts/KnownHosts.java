package io.github.spheronssh.knownhosts;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What known_hosts files say, as they were when they were read (sshd(8), SSH_KNOWN_HOSTS FILE
 * FORMAT). A line that can't be read is passed over and told of, and never counts as trust.
 */
public final class KnownHosts {
  /** The most that is read of one file, in bytes. */
  public static final int MAXIMUM_SIZE = 16 * 1024 * 1024;

  private static final int SSH_PORT = 22;

  private final List<KnownHost> lines;
  private final List<Damage> damages;

  private KnownHosts(List<KnownHost> lines, List<Damage> damages) {
    this.lines = List.copyOf(lines);
    this.damages = List.copyOf(damages);
  }

  /** A line that could not be read, and why. */
  public record Damage(Path file, int line, String reason) {}

  /**
   * Reads the files, in this order; one that doesn't exist says nothing.
   *
   * @throws SpheronSshException where a file exists and can't be read, or is too big to be one
   */
  public static KnownHosts read(List<Path> files) throws SpheronSshException {
    List<KnownHost> lines = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    for (Path file : files) {
      Optional<byte[]> content = SharedFile.at(file).read(MAXIMUM_SIZE);
      if (content.isPresent()) {
        read(file, content.get(), lines, damages);
      }
    }
    return new KnownHosts(lines, damages);
  }

  /**
   * Reads the files, and of some more only what they revoke.
   *
   * @throws SpheronSshException where a file exists and can't be read, or is too big to be one
   */
  public static KnownHosts read(List<Path> files, List<Path> revoking) throws SpheronSshException {
    return read(files).and(read(revoking).revoking());
  }

  /** These, then others. */
  public KnownHosts and(KnownHosts others) {
    return new KnownHosts(
        Stream.concat(lines.stream(), others.lines.stream()).toList(),
        Stream.concat(damages.stream(), others.damages.stream()).toList());
  }

  /** What of them revokes a key. */
  public KnownHosts revoking() {
    return new KnownHosts(
        lines.stream().filter(line -> line.marker() == Marker.REVOKED).toList(), damages);
  }

  /**
   * Reads one file's content.
   *
   * @param file what the lines are told to come from
   */
  public static KnownHosts of(Path file, byte[] content) {
    List<KnownHost> lines = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    read(file, content, lines, damages);
    return new KnownHosts(lines, damages);
  }

  private static void read(Path file, byte[] content, List<KnownHost> lines, List<Damage> damages) {
    int number = 0;
    for (String text : KnownHostsLine.split(content)) {
      number++;
      switch (KnownHostsLine.parse(text)) {
        case KnownHostsLine.Entry entry ->
            lines.add(new KnownHost(file, number, entry.marker(), entry.hosts(), entry.key()));
        case KnownHostsLine.Damaged damaged ->
            damages.add(new Damage(file, number, damaged.reason()));
        case KnownHostsLine.Blank _ -> {}
      }
    }
  }

  /** The name that OpenSSH gives a host: in lower case, with its port where that isn't 22. */
  public static String name(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return port == SSH_PORT ? lower : "[" + lower + "]:" + port;
  }

  /** The lines that could not be read. */
  public List<Damage> damages() {
    return damages;
  }

  /** The lines that name a host, markers and all, in order. */
  public List<KnownHost> lines(String name) {
    return lines.stream().filter(line -> HostPattern.matches(line.hosts(), name)).toList();
  }

  /** Whether a line has a key for the host by its very name: what {@code forget} drops. */
  public boolean pins(String name) {
    return own(name).stream()
        .map(KnownHost::hosts)
        .anyMatch(
            hosts ->
                HostPattern.isHashed(hosts)
                    || Arrays.stream(hosts.split(",", -1)).anyMatch(name::equalsIgnoreCase));
  }

  /** All lines, in order. */
  public List<KnownHost> lines() {
    return lines;
  }

  /** The kinds of key that are known to be the host's, first line first. */
  public List<String> keyTypes(String name) {
    return own(name).stream().map(line -> line.key().type()).distinct().toList();
  }

  /** What is known of a key that was met on the host; a host may have several. */
  public HostVerdict judge(String name, PublicKeyLine key) {
    Optional<KnownHost> revoked = revocation(name, key);
    if (revoked.isPresent()) {
      return new HostVerdict.Revoked(revoked.get());
    }
    List<KnownHost> own = own(name);
    Optional<KnownHost> same = own.stream().filter(line -> line.key().sameKeyAs(key)).findFirst();
    if (same.isPresent()) {
      return new HostVerdict.Known(same.get());
    }
    return own.isEmpty() ? new HostVerdict.New() : new HostVerdict.Changed(own);
  }

  /**
   * The line that says that a key must never be accepted from the host, as its own or otherwise.
   */
  public Optional<KnownHost> revocation(String name, PublicKeyLine key) {
    return marked(name, Marker.REVOKED, key);
  }

  /** The line that lets the holder of a key sign certificates of the host. */
  public Optional<KnownHost> authority(String name, PublicKeyLine key) {
    return marked(name, Marker.CERT_AUTHORITY, key);
  }

  /** Whether a line speaks of the host's certificates: trusts an authority, or revokes a key. */
  public boolean speaksOfCertificates(String name) {
    return lines(name).stream().anyMatch(line -> line.marker() != Marker.NONE);
  }

  /** The lines that give a key to hosts of whatever name, in order. */
  public List<KnownHost> linesWith(PublicKeyLine key) {
    return lines.stream()
        .filter(line -> line.marker() == Marker.NONE && line.key().sameKeyAs(key))
        .toList();
  }

  private Optional<KnownHost> marked(String name, Marker marker, PublicKeyLine key) {
    return lines(name).stream()
        .filter(line -> line.marker() == marker && line.key().sameKeyAs(key))
        .findFirst();
  }

  private List<KnownHost> own(String name) {
    return lines(name).stream().filter(line -> line.marker() == Marker.NONE).toList();
  }
}
