package io.github.spheronssh.ssh;

import java.util.List;
import java.util.Optional;

/**
 * Where to connect to, as whom, and with what.
 *
 * @param host a name or an IP literal, without brackets
 * @param port 1 to 65535
 * @param identities the keys to offer, in this order and no others
 * @param guess what the server will name first; absent where it was never met
 */
public record Target(
    String host,
    int port,
    String user,
    HostTrust trust,
    List<Identity> identities,
    Optional<Guess> guess) {
  /** Copies the list. */
  public Target {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + port);
    }
    identities = List.copyOf(identities);
  }

  /** A target whose server was never met. */
  public Target(String host, int port, String user, HostTrust trust, List<Identity> identities) {
    this(host, port, user, trust, identities, Optional.empty());
  }

  /** The same target for another user. */
  public Target withUser(String other) {
    return new Target(host, port, other, trust, identities, guess);
  }

  /** The same, where the server is heard before keys are exchanged. */
  public Target withoutGuess() {
    return new Target(host, port, user, trust, identities, Optional.empty());
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
