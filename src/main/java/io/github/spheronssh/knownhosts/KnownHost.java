package io.github.spheronssh.knownhosts;

import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;

/**
 * A line of a known_hosts file that could be read (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * @param file where it stands
 * @param line its number, from 1
 * @param hosts the names, as written: plain, hashed, wildcards, negated
 * @param key the key with the comment that follows it
 */
public record KnownHost(Path file, int line, Marker marker, String hosts, PublicKeyLine key) {
  /** What the line says of the key. */
  public enum Marker {
    /** The key is the host's own. */
    NONE,
    /** The key signs host certificates. */
    CERT_AUTHORITY,
    /** The key must never be accepted. */
    REVOKED
  }

  /** Whether the line is of this name, as {@link KnownHosts#name} has it. */
  public boolean names(String name) {
    return HostPattern.matches(hosts, name);
  }

  /** The names as a person can read them. */
  public String shownHosts() {
    return HostPattern.isHashed(hosts) ? "a hashed name" : hosts;
  }
}
