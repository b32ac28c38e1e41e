package io.github.spheronssh.ssh;

import java.util.List;

/**
 * Where to connect to, as whom, and with what.
 *
 * @param host a name or an IP literal, without brackets
 * @param port 1 to 65535
 * @param identities the keys to offer, in this order and no others
 */
public record Target(
    String host, int port, String user, HostTrust trust, List<Identity> identities) {
  /** Copies the list. */
  public Target {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + port);
    }
    identities = List.copyOf(identities);
  }

  /** The same target for another user. */
  public Target withUser(String other) {
    return new Target(host, port, other, trust, identities);
  }

  /** Host and port. */
  public Endpoint endpoint() {
    return new Endpoint(host, port);
  }

  /** A host and its port; as text {@code host:port}, with brackets around an IPv6 literal. */
  public record Endpoint(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
